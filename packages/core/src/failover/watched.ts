import type { IntegrationError } from '../error.ts';
import type { Integration, Interceptor, OperationInfo } from '../integration.ts';

/** Told each time a call moves on. */
export type Moved = (from: string, error: IntegrationError) => void;

/** Shows the calls of a group to its interceptors: around the calls of its members, which have their own. */
export function watchedBy(
  interceptors: readonly Interceptor[],
  { category, provider, name }: Pick<Integration, 'category' | 'provider' | 'name'>,
): <T>(operation: string, work: (moved: Moved) => Promise<T>) => Promise<T> {
  return (operation, work) => {
    const info: OperationInfo = {
      category,
      provider,
      integration: name,
      operation: `${category}.${operation}`,
      isNative: false,
      attempts: [],
    };
    const moved: Moved = (from, error) => {
      for (const interceptor of interceptors) interceptor.moved?.({ operation: info, from, error });
    };
    const run = interceptors.reduceRight(
      (next, interceptor) => () => interceptor.around(info, next),
      () => work(moved),
    );
    return run();
  };
}
