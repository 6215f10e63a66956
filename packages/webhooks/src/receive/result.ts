import type { Accepted } from './delivery.ts';

/** An event that was not accepted. */
export interface NotAccepted {
  /** `handler`: the application’s. `busy`: it is being handled right now. `store`: ours. */
  readonly fault: 'handler' | 'busy' | 'store';
  readonly error: unknown;
}

/** What became of an event. */
export type Result = Accepted | NotAccepted;

/** The error of a result; `undefined` for an event that was accepted. */
export function faultOf(result: Result): NotAccepted | undefined {
  return typeof result === 'string' ? undefined : result;
}
