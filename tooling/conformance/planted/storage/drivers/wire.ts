import { IntegrationError, unwrap } from '@patchbay/core';
import { everyError, replace } from '../../broken.ts';
import { driver, inputs, losesOptions, type StorageDefect, type StorageDriver } from '../broken.ts';

const overWire = (id: string, what: string, caughtBy: string, defect: StorageDefect): StorageDriver => ({
  ...driver(id, what, caughtBy, defect),
  on: 's3',
});

/** Defects that only a wire brings to light. */
export const wireDrivers: readonly StorageDriver[] = [
  overWire('tries-again-itself', 'repeats what failed on its own', 'resilience.put.no_retry_when_switched_off', {
    facade: (storage) =>
      replace(storage, 'put', (original) => async (...given) => {
        try {
          return await original(...given);
        } catch {
          return original(...given);
        }
      }),
  }),
  overWire(
    'always-certain',
    'says of every failed write that it had no effect',
    'resilience.put.reset_after_commit',
    everyError(['put'], (error) =>
      IntegrationError.is(error)
        ? new IntegrationError({ ...error.toJSON(), outcome: 'not_applied' }, unwrap(error))
        : error,
    ),
  ),
  overWire(
    'deaf-on-the-way',
    'does not hear the signal once a request is out',
    'resilience.put.aborted_before_the_answer',
    losesOptions('signal'),
  ),
  overWire('no-deadline', 'ignores the deadline', 'resilience.put.deadline_is_exact', losesOptions('deadlineMs')),
  overWire(
    'corruption-unnoticed',
    'reads everything as a range, which nobody verifies',
    'resilience.get.corrupted_byte_is_noticed',
    inputs('get', (input) => ({ range: { start: 0 }, ...input })),
  ),
];
