import { isRecord } from './config/record.ts';
import { IntegrationError } from './error.ts';
import type { Integration, IntegrationHealth } from './integration.ts';
import type { Setup } from './setup.ts';

/** A facade, or a function that makes one from the hub's defaults: `(setup) => stripePayments(options, setup)`. */
export type HubEntry = Integration | ((setup: Setup) => Integration);

/** Facades by the names that the application gives them: `{ payments, storage: { uploads, backups } }`. */
export interface HubTree {
  readonly [name: string]: HubEntry | { readonly [instance: string]: HubEntry };
}

/** The facades of a tree, those made by functions included. */
export type Made<H> = {
  readonly [K in keyof H]: MadeEntry<H[K]>;
};

/** One entry of a tree; an optional one stays optional. */
type MadeEntry<E> = E extends undefined
  ? E
  : E extends (setup: Setup) => infer F
    ? F
    : E extends Integration
      ? E
      : Made<E>;

/** All integrations of an application: reached by name, asked for their health and closed together. */
export type Hub<H> = H &
  AsyncDisposable & {
    /** Passive signals of all instances; `deep` also runs each one's harmless `check()`. Never throws. */
    health(options?: { readonly deep?: boolean }): Promise<HubHealth>;
    /**
     * Closes all instances, whether or not one of them fails.
     * @throws `AggregateError` with all errors of closing.
     */
    close(): Promise<void>;
  };

/** `fail`: a deep check failed; `warn`: an instance's circuit is not closed. @sealed */
export interface HubHealth {
  readonly status: HealthStatus;
  /** By path: `payments`, `storage.uploads`. */
  readonly instances: Readonly<Record<string, InstanceHealth>>;
}

/** What is known of one instance of a hub. @sealed */
export interface InstanceHealth extends Omit<IntegrationHealth, 'status'> {
  readonly status: HealthStatus;
  /** Why the deep check failed. */
  readonly error?: IntegrationError;
}

/** How an instance, or a whole hub, is doing. */
export type HealthStatus = 'pass' | 'warn' | 'fail';

/**
 * Joins an application's facades.
 * @param defaults Setup for the entries that are functions; each is given its own name with it.
 * @throws `TypeError` when a name is reserved or an entry is no facade.
 * @example
 * await using app = createPatchbay({ payments: stripePayments({ secretKey }) });
 * await app.payments.get('pi_1');
 */
export function createPatchbay<const H extends HubTree>(facades: H, defaults: Setup = {}): Hub<Made<H>> {
  for (const name of ['health', 'close']) {
    if (Object.hasOwn(facades, name))
      throw new TypeError(`${name} is a method of the hub; give the instance another name.`);
  }
  const instances = new Map<string, Integration>();
  const close = () => closeAll(instances);
  const hub: unknown = Object.freeze({
    ...placeAll(facades, defaults, instances),
    health: ({ deep = false } = {}) => healthOf(instances, deep),
    close,
    [Symbol.asyncDispose]: close,
  });
  return hub as Hub<Made<H>>;
}

/**
 * The tree with every facade made; `instances` has them by path. Where one cannot be made, those before it are closed.
 */
function placeAll(facades: HubTree, defaults: Setup, instances: Map<string, Integration>): object {
  const made: Integration[] = [];
  const place = (entry: HubTree[string], path: readonly string[]): unknown => {
    const found = typeof entry === 'function' ? entry({ ...defaults, name: path.at(-1) ?? '' }) : entry;
    if (isIntegration(found)) {
      if (typeof entry === 'function') made.push(found);
      instances.set(path.join('.'), found);
      return found;
    }
    if (path.length > 1 || typeof entry === 'function' || !isRecord(found))
      throw new TypeError(`${path.join('.')} is no facade.`);
    return Object.freeze(placeMembers(found, path));
  };
  const placeMembers = (tree: HubTree, path: readonly string[]): object =>
    Object.fromEntries(
      Object.entries(tree)
        .filter(([, entry]) => entry !== undefined) // one that was left out on a condition
        .map(([name, entry]) => [name, place(entry, [...path, name])]),
    );
  try {
    return placeMembers(facades, []);
  } catch (error) {
    void Promise.allSettled(made.map(async (facade) => facade.close()));
    throw error;
  }
}

function isIntegration(entry: unknown): entry is Integration {
  return isRecord(entry) && 'close' in entry && typeof entry['category'] === 'string';
}

async function closeAll(instances: ReadonlyMap<string, Integration>): Promise<void> {
  const results = await Promise.allSettled([...instances.values()].map(async (instance) => instance.close()));
  const errors = results.flatMap((result): unknown[] =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  if (errors.length > 0)
    throw new AggregateError(errors, `${errors.length} of ${instances.size} instances did not close.`);
}

async function healthOf(instances: ReadonlyMap<string, Integration>, deep: boolean): Promise<HubHealth> {
  const entries = await Promise.all(
    [...instances].map(async ([path, instance]) => [path, await instanceHealth(instance, deep)] as const),
  );
  const found = new Set(entries.map(([, { status }]) => status));
  const status = found.has('fail') ? 'fail' : found.has('warn') ? 'warn' : 'pass';
  return { status, instances: Object.fromEntries(entries) };
}

async function instanceHealth(instance: Integration, deep: boolean): Promise<InstanceHealth> {
  if (!deep) return instance.health();
  try {
    await instance.check();
    return instance.health();
  } catch (error) {
    return { ...instance.health(), status: 'fail', ...(IntegrationError.is(error) && { error }) };
  }
}
