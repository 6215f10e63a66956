import { manifestOf } from './manifest.ts';

/**
 * Adapters whose dependencies are not what an application would install to do the same without them: it would also want
 * `jose` to verify tokens, and would not want what only the adapter or its fake needs.
 */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  'auth-local': ['oidc-provider', 'jose'],
  'auth-oidc': ['oauth4webapi', 'jose'],
  'storage-s3': ['@aws-sdk/client-s3', '@smithy/node-http-handler', '@smithy/signature-v4'],
};

/** What the same operations need without us: the vendor's packages, and their types where they come apart. */
export function vendorsOf(name: string, folder: string): readonly string[] {
  return exceptions[name] ?? manifestOf(folder).required.filter((one) => !isOursOrZod(one));
}

/** Those of them that the adapter itself imports, late: its SDK. */
export function sdkOf(name: string, folder: string): readonly string[] {
  return manifestOf(folder).required.filter(
    (one) => vendorsOf(name, folder).includes(one) && !one.startsWith('@types/'),
  );
}

/** True for what a bundle of ours holds: our own packages, and zod. */
export function isOursOrZod(specifier: string): boolean {
  return /^(@patchbay\/|zod($|\/))/.test(specifier);
}
