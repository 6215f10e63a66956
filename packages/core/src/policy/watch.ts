import type { AttemptRecord } from '../call.ts';
import type { AttemptInfo, Interceptor, OperationInfo } from '../integration.ts';

/** Makes an attempt while interceptors watch it. */
export type Watch = <R extends { readonly record: AttemptRecord }>(
  attempt: Omit<AttemptInfo, 'operation'>,
  make: () => Promise<R>,
) => Promise<R>;

/** The call neither waits for those who watch nor fails with them. */
export function watchOf(interceptors: readonly Interceptor[], operation: OperationInfo): Watch {
  return (attempt, make) => {
    let made: ReturnType<typeof make> | undefined;
    const once = () => (made ??= make());
    const watched = interceptors.reduceRight(
      (next, interceptor) => async () => interceptor.attempt?.({ operation, ...attempt }, next) ?? next(),
      async () => (await once()).record,
    );
    watched().catch(() => undefined);
    return once(); // made by now, unless a watcher did not call `next` at once
  };
}
