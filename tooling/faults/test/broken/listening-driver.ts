import { driverSubject } from '../../strain/leaks/subjects/no-op.ts';

/** A driver that leaves a listener on the caller's signal. */
export const subject = driverSubject('a driver that listens', (callers) => async () => {
  callers.addEventListener('abort', () => {});
  return 'done';
});
