/** What serves in development where no provider is named: the one table of it. */
export const embeddedProviders: Readonly<Record<string, string>> = {
  payments: 'sandbox',
  email: 'outbox',
  storage: 'fs',
  auth: 'local',
  state: 'sqlite',
  jobs: 'sqlite',
};

/** Categories whose embedded provider would hand out money or identities: it refuses production. */
export const guardedCategories: ReadonlySet<string> = new Set(['payments', 'auth']);

/** `(['storage', 'uploads'], 'accessKey')` is `STORAGE_UPLOADS_ACCESS_KEY`. */
export function variableOf(path: readonly string[], field: string): string {
  return [...path, field].map(toUpperSnake).join('_');
}

function toUpperSnake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}

/** The package behind a provider: ours by the naming rule, a third party's as it is named. */
export function packageOf(category: string, provider: string): string {
  return isPackageName(provider) ? provider : `@patchbay/${category}-${provider}`;
}

/** True where a provider is named by its package or by a path, not by its id. */
export function isPackageName(provider: string): boolean {
  if (isPath(provider)) return true;
  return packageName.test(provider) && (provider.startsWith('@') || provider.includes('-patchbay-'));
}

/** True for `./own.mjs`, `..\\own.mjs`, `/srv/own.mjs` and `C:\\own.mjs`. */
export function isPath(provider: string): boolean {
  return /^(\.{0,2}|[a-z]:)[\\/]/i.test(provider);
}

/** With a scope or without, and what the package offers below it: `@acme/adapters/payments`. */
const packageName = /^(@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*(\/[\w.~-]+)*$/i;
