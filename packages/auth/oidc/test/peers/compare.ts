import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import type { Peer } from './peer.ts';

/** One behaviour of OpenID providers: what was done, and what comes of it by the specifications. */
export interface PeerCase {
  readonly standard: unknown;
  run(peer: Peer): Promise<unknown>;
}

/** What a peer runs, what it is not asked and why, and where it is known to do something else. */
export interface PeerRecord {
  readonly cases: readonly string[];
  readonly left: Readonly<Record<string, string>>;
  readonly deviations: Readonly<Record<string, unknown>>;
}

/** Runs the cases of a record on a peer. An unlisted deviation fails, and so does one that has vanished. */
export function comparePeer(
  start: () => Promise<Peer>,
  all: Readonly<Record<string, PeerCase>>,
  { cases: listed, left, deviations }: PeerRecord,
): void {
  it('runs the cases that its record lists, and leaves the others for a reason', () => {
    expect([...listed, ...Object.keys(left)].toSorted()).toEqual(Object.keys(all).toSorted());
    expect(Object.keys(deviations).filter((id) => !listed.includes(id))).toEqual([]);
  });

  for (const [id, { standard, run }] of Object.entries(all).filter(([id]) => listed.includes(id))) {
    const deviates = Object.hasOwn(deviations, id);
    it(`${id}: it ${deviates ? 'deviates as its record says' : 'does as it should'}`, async () => {
      await using peer = await start();
      expect(await run(peer)).toEqual(deviates ? deviations[id] : standard);
    });
  }

  it('has no deviation on its record that has vanished', () => {
    const same = ([id, deviation]: readonly [string, unknown]) =>
      isDeepStrictEqual(deviation, all[id]?.standard);
    expect(Object.entries(deviations).filter(same)).toEqual([]);
  });
}
