import { describe, expect, it } from 'vitest';
import { pageOf } from '../markdown.ts';
import { toMatrixRow, withoutTimes } from '../matrix.ts';
import type { Measured } from '../measure.ts';
import type { Observation } from '../observation.ts';
import { rows } from '../rows.ts';

/** The page of a run in which one call took so long. */
function pageAfter(elapsedMs: number, found: Partial<Measured> = {}): string {
  const observation: Observation = {
    settled: 'rejected',
    done: false,
    words: 'IntegrationError',
    code: 'provider_error',
    outcome: 'unknown',
    attempts: 3,
    elapsedMs,
    lagMs: 0,
    left: '',
    secrets: '',
    hidden: '',
  };
  const measured: Measured = { fault: 'server_error', requests: 3, effects: 0, observation, ...found };
  return pageOf(
    rows.filter(({ name }) => name === 'stripePayments').map((row) => toMatrixRow(row, [measured])),
  );
}

describe('the page of the failure matrix', () => {
  it('says how long a call took', () => {
    expect(pageAfter(400)).toContain(
      '| 500 | stripePayments | 3 | 0 | < 1 s | provider_error, unknown | – | – |',
    );
  });

  it('is the same, times aside, whatever a call took', () => {
    expect(pageAfter(400)).not.toBe(pageAfter(2_000));
    expect(withoutTimes(pageAfter(400))).toBe(withoutTimes(pageAfter(2_000)));
  });

  it('is another when the server has done something else', () => {
    expect(withoutTimes(pageAfter(400))).not.toBe(withoutTimes(pageAfter(400, { effects: 1 })));
  });
});
