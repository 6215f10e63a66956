import { driverSubject } from '../../strain/leaks/subjects/no-op.ts';

const kept: string[][] = [];

/** A driver that remembers every call. */
export const subject = driverSubject('a driver that remembers', () => async ({ headers }) => {
  kept.push(Array.from({ length: 100 }, () => typeof headers));
  return 'done';
});
