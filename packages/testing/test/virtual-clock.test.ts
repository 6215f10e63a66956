import { describe, expect, it } from 'vitest';
import { seededRandom, virtualClock } from '../src/index.ts';
import { wait } from './support/call.ts';

describe('virtualClock', () => {
  it('stands still until it is advanced', async () => {
    const clock = virtualClock({ start: new Date('2026-05-01T00:00:00Z') });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.monotonic()).toBe(0);
    expect(new Date(clock.now()).toISOString()).toBe('2026-05-01T00:00:00.000Z');
  });

  it('runs timers by due time, and by order of making when they are due together', async () => {
    const clock = virtualClock();
    const ran: string[] = [];
    clock.after(20, () => ran.push(`late at ${clock.monotonic()}`));
    clock.after(10, () => ran.push(`first at ${clock.monotonic()}`));
    clock.after(10, () => ran.push(`second at ${clock.monotonic()}`));
    await clock.advance(15);
    expect(ran).toEqual(['first at 10', 'second at 10']);
    expect(clock.monotonic()).toBe(15);
    expect(clock.next()).toBe(5);
  });

  it('lets promises settle between timers, so that a chain of waits runs in one advance', async () => {
    const clock = virtualClock();
    const times: number[] = [];
    const chain = async (): Promise<void> => {
      for (let round = 0; round < 3; round += 1) {
        await wait(clock, 10);
        times.push(clock.monotonic());
      }
    };
    const done = chain();
    await clock.advance(100);
    await done;
    expect(times).toEqual([10, 20, 30]);
  });

  it('lets hashing end before time moves, however long it takes', async () => {
    const clock = virtualClock();
    const hashed: number[] = [];
    const hash = (): Promise<ArrayBuffer> => crypto.subtle.digest('SHA-256', new Uint8Array(2e7));
    const work = async (): Promise<void> => {
      for (let round = 0; round < 2; round += 1) {
        await hash();
        hashed.push(clock.monotonic());
        await wait(clock, 10);
      }
    };
    void work();
    await clock.advance(100);
    expect(hashed).toEqual([0, 10]);
  });

  it('does not run a cancelled timer, and counts the ones that wait', async () => {
    const clock = virtualClock();
    let ran = false;
    const cancel = clock.after(10, () => (ran = true));
    expect(clock.timers).toBe(1);
    cancel();
    expect(clock.timers).toBe(0);
    expect(clock.next()).toBeUndefined();
    await clock.advance(20);
    expect(ran).toBe(false);
  });

  it('cancels a timer from within another that is due at the same time', async () => {
    const clock = virtualClock();
    const ran: string[] = [];
    clock.after(10, () => {
      ran.push('timeout');
      cancel();
    });
    const cancel = clock.after(10, () => ran.push('deadline'));
    await clock.advance(10);
    expect(ran).toEqual(['timeout']);
  });

  it('keeps durations when the wall clock is corrected', async () => {
    const clock = virtualClock({ start: 1_000_000 });
    clock.after(50, () => {});
    clock.jump(-5_000);
    expect(clock.now()).toBe(995_000);
    expect(clock.monotonic()).toBe(0);
    expect(clock.next()).toBe(50);
    await clock.advance(10);
    expect(clock.now()).toBe(995_010);
  });

  it('treats a delay that is no positive number as due at once', async () => {
    const clock = virtualClock();
    let ran = 0;
    for (const delay of [0, -5, Number.NaN]) clock.after(delay, () => (ran += 1));
    expect(clock.next()).toBe(0);
    await clock.advance(0);
    expect(ran).toBe(3);
  });
});

describe('seededRandom', () => {
  it('repeats for the same seed and differs for another', () => {
    const take = (seed: number): number[] => Array.from({ length: 5 }, seededRandom(seed));
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
  });

  it('fills [0, 1) evenly', () => {
    const random = seededRandom(1);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let count = 0; count < 10_000; count += 1) {
      const tenth = Math.floor(random() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(tenths).toHaveLength(10);
    expect(Math.min(...tenths)).toBeGreaterThan(850);
  });
});
