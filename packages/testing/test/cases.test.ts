import { describe, expect, it } from 'vitest';
import { type Case, runCases, virtualClock } from '../src/index.ts';

const harness = { total: 0 };
type Harness = typeof harness;

describe('runCases', () => {
  it('runs the cases in order and goes on after a failure', async () => {
    const error = new Error('off by one');
    const cases: readonly Case<Harness>[] = [
      { id: 'add', title: 'adds', run: (given) => void (given.total += 1) },
      {
        id: 'throw',
        title: 'throws at once',
        run: () => {
          throw error;
        },
      },
      { id: 'reject', title: 'rejects', run: () => Promise.reject(error) },
      { id: 'more', title: 'adds more', run: async (given) => void (given.total += 1) },
    ];
    const results = await runCases(cases, harness);
    expect(results.map(({ id, status, error: why }) => [id, status, why])).toEqual([
      ['add', 'passed', undefined],
      ['throw', 'failed', error],
      ['reject', 'failed', error],
      ['more', 'passed', undefined],
    ]);
    expect(harness.total).toBe(2);
  });

  it('leaves out what the harness does not support', async () => {
    const ran: string[] = [];
    const cases: readonly Case<Harness>[] = [
      { id: 'a', title: 'a', needs: ['create', 'refund'], run: () => void ran.push('a') },
      { id: 'b', title: 'b', needs: ['create'], run: () => void ran.push('b') },
    ];
    const results = await runCases(cases, harness, { supports: (need) => need === 'create' });
    expect(results.map((result) => result.status)).toEqual(['not_applicable', 'passed']);
    expect(ran).toEqual(['b']);
  });

  it('fails a case that hangs, says what waits, and runs the next', async () => {
    const clock = virtualClock();
    clock.after(700, () => {});
    const cases: readonly Case<Harness>[] = [
      { id: 'hang', title: 'hangs', run: () => new Promise(() => {}) },
      { id: 'fine', title: 'is fine', run: () => {} },
    ];
    const [hang, fine] = await runCases(cases, harness, { timeoutMs: 20, clock });
    expect(String(hang?.error)).toMatch(/20 ms of real time.*1 timers wait.*next in 700 ms/);
    expect([hang?.status, fine?.status]).toEqual(['failed', 'passed']);
  });

  it('refuses two cases with one id', async () => {
    const entry = { id: 'same', title: 'same', run: () => {} };
    await expect(runCases([entry, entry], harness)).rejects.toThrow('"same" stands twice');
  });
});
