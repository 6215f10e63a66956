import type { Clock } from '@patchbay/core';
import type { AllowList } from './allow-list.ts';
import type { DeliveryBook } from './book.ts';
import type { DeliveryOutcome } from './delivery.ts';
import type { ReceiverJobs, ReceiverSource, ReceiverState } from './options.ts';

/** A source as the receiver works with it. */
export interface Service {
  readonly name: string;
  readonly source: ReceiverSource;
  readonly allowList: AllowList | undefined;
  readonly wanted: ReadonlySet<string> | undefined;
}

/** What the parts of a receiver share. */
export interface Context {
  readonly services: ReadonlyMap<string, Service>;
  readonly state: ReceiverState;
  readonly jobs: ReceiverJobs | undefined;
  readonly book: DeliveryBook;
  readonly isOrdered: boolean;
  readonly publicUrl: string | undefined;
  readonly retentionMs: number;
  readonly clock: Clock;
  readonly report: (outcome: DeliveryOutcome) => void;
}
