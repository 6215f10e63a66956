import { describe, expect, it } from 'vitest';
import { type SmallStores, smallStores } from './support/small-stores.ts';

/** Every case that a whole store runs, with the operations without which it does not apply. */
function applicable({ cases, operations, withOnly }: SmallStores) {
  const whole = withOnly(operations);
  const reduced = operations.map((name) => ({
    name,
    harness: withOnly(operations.filter((one) => one !== name)),
  }));
  return cases
    .filter((entry) => entry.skip(whole) === undefined)
    .map((entry) => ({
      entry,
      id: entry.id,
      needs: reduced.filter(({ harness }) => entry.skip(harness) !== undefined).map(({ name }) => name),
    }));
}

describe.each(Object.entries(smallStores))('a case of the suite of %s', (_category, stores) => {
  it.each(applicable(stores))(
    'passes where there is nothing but what it says it needs: $id',
    async ({ entry, needs }) => {
      await expect(entry.run(stores.withOnly(needs))).resolves.toBeUndefined();
    },
  );
});
