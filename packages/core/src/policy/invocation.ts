import type { AttemptRecord, CallOptions } from '../call.ts';
import type { OperationSpec, Repeat } from '../contract.ts';
import type { Watch } from './watch.ts';

/** What one call is about. */
export interface Invocation {
  /** `<category>.<operation>` */
  readonly name: string;
  readonly isNative: boolean;
  readonly spec: Pick<OperationSpec, 'repeat' | 'money' | 'personal'>;
  readonly input: unknown;
  readonly options: CallOptions;
  /** Filled while the call runs. */
  readonly attempts: AttemptRecord[];
  /** Only where an interceptor watches attempts. */
  watch?: Watch;
}

/** One vendor request of a call, with all its attempts. */
export interface Step {
  readonly name: string | undefined;
  readonly repeat: Repeat;
  readonly key: string | undefined;
}

/** A write that is one step of several: once it is done, the operation as a whole is not undone. */
export function isPart({ name, repeat }: Step): boolean {
  return name !== undefined && repeat !== 'safe';
}
