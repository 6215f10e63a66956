import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { Gates, type Pass, type Wait } from '../../src/send/gates.ts';

const fine = { isFailure: false };

function entered(pass: Pass | Wait): Pass {
  if ('waitMs' in pass) throw new Error(`It has to wait ${pass.waitMs} ms.`);
  return pass;
}

describe('the line before an endpoint', () => {
  it('has as many places as there are tries at a time; who comes later is sent away at once', async () => {
    const gates = new Gates({ concurrency: 2, failures: 5, openMs: 30_000 }, virtualClock());
    const first = entered(await gates.enter('a'));
    entered(await gates.enter('a'));
    const third = gates.enter('a');
    void gates.enter('a');
    expect(await gates.enter('a')).toEqual({ waitMs: 1000 });
    entered(await gates.enter('b')); // another endpoint has a line of its own
    first.leave(fine);
    entered(await third);
  });

  it('passes a place on to who waits for it, and to nobody else', async () => {
    const clock = virtualClock();
    const gates = new Gates({ concurrency: 1, failures: 5, openMs: 30_000 }, clock);
    const first = entered(await gates.enter('a'));
    const second = gates.enter('a');
    first.leave(fine);
    const holder = entered(await second);
    const third = gates.enter('a');
    await clock.advance(1000);
    expect(await third).toEqual({ waitMs: 1000 });
    holder.leave(fine);
  });

  it('is left after a second', async () => {
    const clock = virtualClock();
    const gates = new Gates({ concurrency: 1, failures: 5, openMs: 30_000 }, clock);
    entered(await gates.enter('a'));
    const second = gates.enter('a');
    await clock.advance(1000);
    expect(await second).toEqual({ waitMs: 1000 });
    expect(clock.timers).toBe(0);
  });

  it('is sent away when the circuit opens, and then one at a time finds out whether it may close', async () => {
    const clock = virtualClock();
    const gates = new Gates({ concurrency: 2, failures: 1, openMs: 30_000 }, clock);
    const first = entered(await gates.enter('a'));
    const second = entered(await gates.enter('a'));
    const third = gates.enter('a');
    first.leave({ isFailure: true });
    expect(await third).toEqual({ waitMs: 30_000 });
    second.leave(undefined); // it told nothing
    await clock.advance(30_000);
    const probe = entered(await gates.enter('a'));
    const next = gates.enter('a');
    probe.leave(fine);
    entered(await next);
    entered(await gates.enter('a'));
  });
});
