import { IntegrationError } from '@patchbay/core';
import { expect, it } from 'vitest';
import type { Answer } from './service.ts';

/** One behaviour of Stripe: what was done, and what comes of it. */
export interface PeerCase<S> {
  readonly stripe: unknown;
  run(service: S): Promise<unknown>;
}

/** What a peer runs, and where it is known to do something else. */
export interface PeerRecord {
  readonly cases: readonly string[];
  readonly deviations: Readonly<Record<string, unknown>>;
}

/** Runs every case on our fake and on the peer. An unlisted deviation fails, and so does one that has vanished. */
export function comparePeer<S extends AsyncDisposable>(
  start: { readonly fake: () => Promise<S>; readonly peer: () => Promise<S> },
  cases: Readonly<Record<string, PeerCase<S>>>,
  { cases: listed, deviations }: PeerRecord,
): void {
  it('runs the cases that its record lists', () => {
    expect(listed).toEqual(Object.keys(cases));
    expect(Object.keys(deviations).filter((id) => !listed.includes(id))).toEqual([]);
  });

  for (const [id, { stripe, run }] of Object.entries(cases)) {
    it(`${id}: our fake does as Stripe does`, async () => {
      await using service = await start.fake();
      expect(await run(service)).toEqual(stripe);
    });
  }

  for (const [id, { stripe, run }] of Object.entries(cases).filter(
    ([id]) => !Object.hasOwn(deviations, id),
  )) {
    it(`${id}: it does as Stripe does`, async () => {
      await using service = await start.peer();
      expect(await run(service)).toEqual(stripe);
    });
  }

  for (const [id, deviation] of Object.entries(deviations)) {
    it(`${id}: it deviates as its record says`, async () => {
      await using service = await start.peer();
      expect(await cases[id]?.run(service)).toEqual(deviation);
      expect(deviation, 'the deviation has vanished: take it off the record').not.toEqual(cases[id]?.stripe);
    });
  }
}

/** Status of the exchange, the error's own fields, and the state of the object. */
export function facts({ http, body: { error, status } }: Answer): object {
  if (error === undefined) return { http, ...(typeof status === 'string' && { state: status }) };
  const { type, code, param } = error;
  return { http, type, ...(code !== undefined && { code }), ...(param !== undefined && { param }) };
}

/** What the adapter makes of it: the picked fields, or code and reason of its error. */
export async function seen<T>(call: Promise<T>, pick: (value: T) => unknown): Promise<unknown> {
  try {
    return pick(await call);
  } catch (error) {
    if (!IntegrationError.is(error)) throw error;
    return { code: error.code, ...(error.reason !== undefined && { reason: error.reason }) };
  }
}
