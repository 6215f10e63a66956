import { type ConformanceCase, isMatch } from '@patchbay/core/conformance';
import {
  type StorageCase,
  type StorageHarness,
  storageCases,
  storageScenarios,
} from '@patchbay/storage/conformance';
import { describe, expect, it } from 'vitest';
import { isLong } from '../support/programs.ts';

/** Which cases of the suite a server runs, and where it is known to do something else than S3. By id, `*` is anything. */
export interface PeerRecord {
  readonly cases: readonly string[];
  /** Those of them that `npm test` runs, for a server that takes its time. Default: all; `npm run verify:long` runs all. */
  readonly short?: readonly string[];
  /** Cases that prove nothing here, each with the reason. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Cases that fail, each with what their failure says. */
  readonly deviations: Readonly<Record<string, string>>;
}

/** What costs seconds and hardly depends on the server: only the long form runs it. */
const costly = [
  'contract.put.body_*_large',
  'contract.put.part_*',
  'contract.put.two_parts_*',
  'contract.put.twenty_mebibytes',
  'contract.put.race_of_creations_of_parts',
  'contract.put.checksum_of_parts_is_verified',
  'contract.put.progress_of_a_stream',
  'contract.list.many_keys',
  'contract.deleteMany.more_than_one_request',
  'keys.put.random_keys',
  'scenarios.transfers.backup*',
];

const all = [...storageCases, ...storageScenarios];

/**
 * Runs the category's own suite on a server that we did not write. An unlisted deviation fails, and so does one that
 * has vanished, or that fails in other words.
 */
export function runPeer(harness: StorageHarness, record: PeerRecord): void {
  const { short = ['*'], deviations } = record;
  const recorded = casesOf(harness, record);
  const chosen = recorded.filter((entry) => isLong || (matching(short, entry) && !matching(costly, entry)));
  const deviationOf = ({ id }: StorageCase): string | undefined =>
    Object.entries(deviations).find(([line]) => isMatch(line, id))?.[1];
  const isUsual = (entry: StorageCase): boolean => deviationOf(entry) === undefined;
  const failureOf = (entry: StorageCase) => entry.run(harness).then(() => undefined, String);

  describe(`the suite on ${harness.provider}`, () => {
    it('has a case for each line of its record', () => {
      const lines = [...record.cases, ...short, ...costly, ...Object.keys(record.leftOut)];
      expect(lines.filter((line) => !all.some(({ id }) => isMatch(line, id)))).toEqual([]);
      const deviating = Object.keys(deviations);
      expect(deviating.filter((line) => !recorded.some(({ id }) => isMatch(line, id)))).toEqual([]);
    });

    it.concurrent.each(chosen.filter(isUsual))('$id: it does as S3 does', timeout, async (entry) => {
      expect(await failureOf(entry)).toBeUndefined();
    });

    it.concurrent.each(chosen.filter((entry) => !isUsual(entry)))(
      '$id: it deviates as its record says',
      timeout,
      async (entry) => {
        expect((await failureOf(entry)) ?? 'The deviation has vanished.').toContain(deviationOf(entry));
      },
    );
  });
}

const timeout = { timeout: isLong ? 240_000 : 60_000 } as const;

function casesOf(harness: StorageHarness, { cases, leftOut }: PeerRecord): readonly StorageCase[] {
  // It has no wire of ours, on which faults could be planned.
  const withoutWire = { ...harness, capabilities: { ...harness.capabilities, embedded: true } };
  return all.filter(
    (entry) =>
      entry.skip(withoutWire) === undefined &&
      matching(cases, entry) &&
      !matching(Object.keys(leftOut), entry),
  );
}

function matching(lines: readonly string[], { id }: Pick<ConformanceCase, 'id'>): boolean {
  return lines.some((line) => isMatch(line, id));
}
