import { stateCases, stateScenarios } from '@patchbay/state/conformance';
import { describe, expect, it } from 'vitest';
import { operations, withOnly } from './support/with-only.ts';

const all = [...stateCases, ...stateScenarios];
const whole = withOnly(operations);
const reduced = operations.map((name) => ({
  name,
  harness: withOnly(operations.filter((one) => one !== name)),
}));

/** Every case that a whole store runs, with the operations without which it does not apply. */
const applicable = all
  .filter((entry) => entry.skip(whole) === undefined)
  .map((entry) => ({
    entry,
    id: entry.id,
    needs: reduced.filter(({ harness }) => entry.skip(harness) !== undefined).map(({ name }) => name),
  }));

describe('a case of the suite', () => {
  it.each(applicable)(
    'passes where there is nothing but what it says it needs: $id',
    async ({ entry, needs }) => {
      await expect(entry.run(withOnly(needs))).resolves.toBeUndefined();
    },
  );
});
