import { describe, expect, it } from 'vitest';
import type { Ending, GivenUp } from '../strain/aborts/give-up.ts';
import { judgeCounts, judgePhase, percentile } from '../strain/aborts/judge.ts';
import { phases } from '../strain/aborts/phases.ts';
import { judgeRemains, type Remains } from '../strain/leaks/judge.ts';
import {
  judgeEndings,
  judgeHeap,
  judgeOpening,
  judgeRequests,
  judgeStage,
  type Stage,
} from '../strain/outage/judge.ts';

const burstOf = (endings: Readonly<Record<string, number>>) => ({
  calls: 2000,
  endings: new Map(Object.entries(endings)),
  elapsedMs: 900,
  lagMs: 3,
});

describe('an outage', () => {
  it('is judged by its requests as a multiple of its calls', () => {
    expect(judgeRequests({ atMost: 1.15 }, 2000, 2300)).toEqual([]);
    expect(judgeRequests({ atMost: 1.15 }, 2000, 2301)).toHaveLength(1);
    expect(judgeRequests({ moreThan: 1.5 }, 2000, 3001)).toEqual([]);
    expect(judgeRequests({ moreThan: 1.5 }, 2000, 3000)).toHaveLength(1);
  });

  it('has not taken place where no request came', () => {
    expect(judgeRequests({ atMost: 1.15 }, 2000, 0)).toEqual(['nothing reached the vendor']);
  });

  it('lets no call resolve, and none end with a foreign error', () => {
    expect(judgeEndings(burstOf({ network: 2000 }))).toEqual([]);
    expect(judgeEndings(burstOf({ network: 1998, resolved: 1, 'no error of ours': 1 }))).toHaveLength(2);
  });

  it('leaves the heap within a tenth of what it was', () => {
    expect(judgeHeap({ before: 20e6, after: 22e6 })).toEqual([]);
    expect(judgeHeap({ before: 20e6, after: 22.1e6 })).toHaveLength(1);
  });

  it('opens a circuit within its window, and lets exactly one probe through', () => {
    expect(judgeOpening({ afterMs: 40, afterAnswers: 20 }, 30_000)).toEqual([]);
    expect(judgeOpening({ afterMs: 30_001, afterAnswers: 20 }, 30_000)).toHaveLength(1);
    expect(judgeOpening(undefined, 30_000)).toEqual(['the circuit never opened']);
    const burst = burstOf({ 'overloaded/circuit_open': 2000 });
    const stage: Stage = { name: 'later', burst, requests: 1, circuit: 'open' };
    const wanted = { requests: 1, resolved: 0, circuit: 'open' };
    expect(judgeStage(stage, wanted)).toEqual([]);
    expect(judgeStage({ ...stage, requests: 2 }, wanted)).toEqual(['later: requests: 2, expected 1']);
    expect(judgeStage({ ...stage, circuit: 'closed' }, wanted)).toHaveLength(1);
  });
});

const sent = phases.find(({ name }) => name === 'request sent, no answer');
const ending: Ending = { lateMs: 2, code: 'aborted', outcome: 'unknown', attempts: ['aborted'] };
const givenUp: GivenUp = {
  endings: Array.from({ length: 100 }, () => ending),
  lagMs: 5,
  requests: 100,
  opened: 100,
  closed: 100,
};

/** What is wrong with calls that were given up while they waited for an answer. */
function wrongWith(found: Partial<GivenUp>): readonly string[] {
  if (sent === undefined) throw new Error('There is no such phase.');
  return judgePhase(sent, { ...givenUp, ...found });
}

/** The usual endings, the first few of them others. */
const endingsWith = (times: number, other: Partial<Ending>): Ending[] =>
  givenUp.endings.map((usual, index) => (index < times ? { ...usual, ...other } : usual));

describe('calls that are given up', () => {
  it('are right when their callers know soon and the sockets are closed', () => {
    expect(wrongWith({})).toEqual([]);
  });

  it('may be late beyond 20 ms and the lag, one in a hundred', () => {
    expect(wrongWith({ endings: endingsWith(1, { lateMs: 26 }) })).toEqual([]);
    expect(wrongWith({ endings: endingsWith(2, { lateMs: 26 }) })).toHaveLength(1);
    expect(wrongWith({ endings: endingsWith(2, { lateMs: 26 }), lagMs: 6 })).toEqual([]);
  });

  it('are wrong with another code, outcome or attempt, be it only one of them', () => {
    expect(wrongWith({ endings: endingsWith(1, { code: 'network' }) })).toHaveLength(1);
    expect(wrongWith({ endings: endingsWith(1, { outcome: 'not_applied' }) })).toHaveLength(1);
    expect(wrongWith({ endings: endingsWith(1, { attempts: [] }) })).toHaveLength(1);
  });

  it('are wrong when a socket stays open or a request is missing', () => {
    expect(wrongWith({ closed: 99 })).toHaveLength(1);
    expect(wrongWith({ requests: 99 })).toHaveLength(1);
    expect(wrongWith({ opened: 99, closed: 99 })).toHaveLength(1);
  });

  it('are spread over all phases of a call', () => {
    expect(new Set(phases.map(({ of }) => of))).toEqual(
      new Set(['validation', 'queue', 'backoff', 'connect', 'body', 'parse']),
    );
    expect(phases.reduce((sum, { share }) => sum + share, 0)).toBe(1000);
    expect(judgeCounts(new Map([['queue', 100] as const]), 100)).toEqual([]);
    expect(judgeCounts(new Map([['queue', 99] as const]), 100)).toHaveLength(1);
  });

  it('are ranked by how late their callers knew', () => {
    const endings = Array.from({ length: 100 }, (_, index) => ({ ...ending, lateMs: 100 - index }));
    expect([percentile(endings, 0.99), percentile(endings, 1)]).toEqual([99, 100]);
  });
});

describe('many calls with one signal', () => {
  const remains: Remains = {
    calls: 1000,
    resolved: 1000,
    added: 1000,
    listeners: 0,
    heapAtMark: 10e6,
    heapAtEnd: 11e6,
  };

  it('leave no listener and at most 1 MB', () => {
    expect(judgeRemains(remains)).toEqual([]);
    expect(judgeRemains({ ...remains, listeners: 1 })).toHaveLength(1);
    expect(judgeRemains({ ...remains, heapAtEnd: 11e6 + 1 })).toHaveLength(1);
  });

  it('prove nothing when they fail or never listen', () => {
    expect(judgeRemains({ ...remains, resolved: 999 })).toHaveLength(1);
    expect(judgeRemains({ ...remains, added: 999 })).toHaveLength(1);
  });
});
