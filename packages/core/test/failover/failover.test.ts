import { type IntegrationError, unwrap } from '@patchbay/core';
import { byWeight, failover, processMemory, sticky } from '@patchbay/core/failover';
import { describe, expect, it } from 'vitest';
import { makeGroup, Till, till } from './till.ts';

const key = { idempotencyKey: 'order-7' };

function failure(work: Promise<unknown>): Promise<IntegrationError> {
  return work.then(
    () => expect.fail('it should have failed'),
    (error: IntegrationError) => error,
  );
}

function newTills() {
  return [new Till('a'), new Till('b')] as const;
}

describe('a failover group', () => {
  it('asks the first member alone while it works, and says in every id whose it is', async () => {
    const { group, tills } = makeGroup();
    const charge = await group.charge({ note: 'tea' }, key);
    expect(charge).toMatchObject({ id: 'first:a_1', note: 'tea', metadata: { id: 'mine' } });
    expect(charge.raw).toMatchObject({ whole: { id: 'a_1' } });
    expect(Object.keys(charge)).not.toContain('raw');
    expect(tills[1]?.requests).toBe(0);
  });

  it.each(['down', 'busy', 'refuses'] as const)('moves on from a member that is %s', async (fault) => {
    const tills = newTills();
    tills[0].faults.push(fault);
    const { group } = makeGroup({ tills });
    expect(await group.charge({}, key)).toMatchObject({ id: 'second:b_1' });
  });

  it('does not ask the next one for another verdict when a member declines', async () => {
    const tills = newTills();
    tills[0].faults.push('declines');
    const { group } = makeGroup({ tills });
    expect(await failure(group.charge({}, key))).toMatchObject({ code: 'declined', outcome: 'not_applied' });
    expect(tills.map(({ requests }) => requests)).toEqual([1, 0]);
  });

  it.each(['lost', 'broken', 'broken_done'] as const)(
    'stays with a member that may have charged (%s), for this call and every later one under the key',
    async (fault) => {
      const tills = newTills();
      tills[0].faults.push(fault, 'down');
      const { group } = makeGroup({ tills });
      expect(await failure(group.charge({}, key))).toMatchObject({
        outcome: 'unknown',
        integration: 'first',
      });
      expect(await failure(group.charge({}, key))).toMatchObject({ code: 'network', outcome: 'unknown' });
      expect(await group.charge({}, key)).toMatchObject({ id: 'first:a_1' });
      expect([tills[0].charges.length, tills[1].requests]).toEqual([1, 0]);
    },
  );

  it('goes back to the member that may have charged, though one before it works again', async () => {
    const tills = newTills();
    tills[0].faults.push('down');
    tills[1].faults.push('lost');
    const { group } = makeGroup({ tills });
    expect(await failure(group.charge({}, key))).toMatchObject({ outcome: 'unknown', integration: 'second' });
    expect(await group.charge({}, key)).toMatchObject({ id: 'second:b_1' });
    expect(tills.map(({ charges }) => charges.length)).toEqual([0, 1]);
  });

  it('remembers over instances that share a memory who had a key, and forgets nobody who crashed', async () => {
    const [memory, tills] = [processMemory(), newTills()];
    tills[0].faults.push('hang');
    const crashed = makeGroup({ memory, tills });
    void crashed.group.charge({}, key).catch(() => undefined); // its process ends here
    while (tills[0].requests === 0) await new Promise((resolve) => setImmediate(resolve));
    tills[0].faults.push('down');
    const other = makeGroup({ memory, tills });
    expect(await failure(other.group.charge({}, key))).toMatchObject({ outcome: 'unknown' });
    expect(tills[1].requests).toBe(0);
    expect(await other.group.charge({}, { idempotencyKey: 'order-8' })).toMatchObject({ id: 'first:a_1' });
  });

  it('gives back a key whose call did nothing, so that the next one begins anew', async () => {
    const tills = newTills();
    tills[0].faults.push('down');
    tills[1].faults.push('down');
    const { group } = makeGroup({ tills });
    expect(await failure(group.charge({}, key))).toMatchObject({ code: 'network', outcome: 'not_applied' });
    expect(await group.charge({}, key)).toMatchObject({ id: 'first:a_1' });
  });

  it('tells in the error of the last member about those before it', async () => {
    const tills = newTills();
    tills[0].faults.push('refuses');
    tills[1].faults.push('down');
    const error = await failure(makeGroup({ tills }).group.charge({}, key));
    expect(error).toMatchObject({ code: 'network', integration: 'second', category: 'till' });
    expect(error.message).toContain('Before it: first (provider_auth_failed)');
    expect(error.attempts.map(({ code }) => code)).toEqual(['provider_auth_failed', 'network']);
    expect(unwrap(error)).toBeInstanceOf(TypeError);
  });

  it('goes with an id where it came from, and nowhere else', async () => {
    const tills = newTills();
    tills[0].faults.push('down');
    const { group } = makeGroup({ tills });
    const { id: chargeId } = await group.charge({}, key);
    expect(await group.get(chargeId)).toMatchObject({ id: 'second:b_1' });
    tills[1].faults.push('down');
    expect(await failure(group.refund({ chargeId }, key))).toMatchObject({ integration: 'second' });
    expect(await group.refund({ chargeId }, key)).toMatchObject({ chargeId: 'second:b_1' });
  });

  it.each([
    ['without a member', 'b_1', 'first:<id> or second:<id>'],
    ['of a member that is none', 'third:b_1', 'first:<id> or second:<id>'],
  ])('refuses an id %s, before any request', async (_what, id, expected) => {
    const { group, tills } = makeGroup();
    const error = await failure(group.get(id));
    expect(error).toMatchObject({ code: 'invalid_request', operation: 'till.get' });
    expect(error.message).toContain(expected);
    expect(tills.map(({ requests }) => requests)).toEqual([0, 0]);
  });

  it('refuses ids of several members in one call, before any request', async () => {
    const { group, tills } = makeGroup();
    const both = { chargeId: 'first:a_1', id: 'second:b_1' };
    const error = await failure(group.refund(both, key));
    expect(error).toMatchObject({ code: 'invalid_request', outcome: 'not_applied' });
    expect(error.message).toContain('of several members: first, second');
    expect(tills.map(({ requests }) => requests)).toEqual([0, 0]);
  });

  it('reads elsewhere from a member that hangs, within the deadline of the whole', async () => {
    const tills = newTills();
    tills[0].faults.push('hang');
    const { group, clock } = makeGroup({ tills });
    const settled = await clock.settle(group.rate({}, { deadlineMs: 8000 }));
    expect(settled).toMatchObject({ status: 'fulfilled', value: { value: 1 }, elapsedMs: 4000 });
  });

  it('never outlives the deadline of the whole', async () => {
    const tills = newTills();
    tills[0].faults.push('hang');
    tills[1].faults.push('hang');
    const { group, clock } = makeGroup({ tills });
    const settled = await clock.settle(group.rate({}, { deadlineMs: 8000 }));
    expect(settled).toMatchObject({ status: 'rejected', elapsedMs: 8000, reason: { code: 'timeout' } });
  });

  it('leaves a write that moves on only what is left of the deadline', async () => {
    const tills = newTills();
    tills[0].faults.push('busy', 'busy', 'busy');
    tills[1].faults.push('hang');
    const { group, clock } = makeGroup({ tills, policy: { breaker: false } });
    const settled = await clock.settle(group.charge({}, { ...key, deadlineMs: 8000 }));
    expect(settled).toMatchObject({ status: 'rejected', elapsedMs: 8000, reason: { code: 'timeout' } });
    expect(tills.map(({ requests }) => requests)).toEqual([3, 1]);
  });

  it('lists what all members have, one after the other', async () => {
    const { group } = makeGroup({
      order: ({ idempotencyKey = '', members }) => members.slice(idempotencyKey.length - 1),
    });
    await group.charge({}, { idempotencyKey: '1' });
    await group.charge({}, { idempotencyKey: '22' });
    const ids: string[] = [];
    for await (const { id } of group.list()) ids.push(id);
    expect(ids).toEqual(['first:a_1', 'second:b_1']);
  });

  it('warns of a member that is down, and works on', async () => {
    const tills = newTills();
    tills[0].faults.push('down', 'down', 'down', 'down', 'down', 'down');
    const { group } = makeGroup({ tills, policy: { retry: false, breaker: { minimumCalls: 2 } } });
    for (const number of [1, 2, 3]) await group.charge({}, { idempotencyKey: `order-${number}` });
    expect(group.health()).toMatchObject({ status: 'warn', circuit: 'closed', provider: 'till' });
    expect(tills[0].requests).toBe(2); // the circuit is open: the others went on at once
    expect(tills[1].charges).toHaveLength(3);
  });

  it('is one whose members have names of their own', () => {
    const { members } = makeGroup();
    const [first] = members;
    expect(() => failover(till, first ? [first, first] : [], { memory: processMemory() })).toThrow(
      /two members are named first/,
    );
    const named = failover(till, members.slice(1), { memory: processMemory(), name: 'one' });
    expect(named).toMatchObject({ name: 'one', category: 'till' });
    expect(() => failover(till, [], { memory: processMemory() })).toThrow(/it has no members/);
  });
});

describe('the order of a group', () => {
  it('by weight: in proportion, and 0 only when all others fail', async () => {
    const tills = newTills();
    let drawn = 0;
    const random = () => (drawn = (drawn + 0.37) % 1);
    const { group } = makeGroup({ tills, random, order: byWeight({ first: 3, second: 1 }) });
    for (let index = 0; index < 400; index += 1) await group.charge({}, { idempotencyKey: `order-${index}` });
    expect(tills[0].charges.length / 400).toBeCloseTo(0.75, 1);
    const spare = makeGroup({ order: byWeight({ first: 0, second: 1 }) });
    expect(await spare.group.charge({}, key)).toMatchObject({ id: 'second:b_1' });
  });

  it('sticky: the same key goes the same way, and keys spread', async () => {
    const tills = newTills();
    const { group } = makeGroup({ tills, order: sticky() });
    for (let index = 0; index < 400; index += 1) await group.charge({}, { idempotencyKey: `order-${index}` });
    expect(tills[0].charges.length / 400).toBeGreaterThan(0.4);
    expect(tills[0].charges.length / 400).toBeLessThan(0.6);
    const again = makeGroup({ order: sticky() });
    const way = async (idempotencyKey: string) =>
      (await again.group.charge({}, { idempotencyKey })).id.split(':')[0];
    expect(await way('order-1')).toBe(await way('order-1'));
  });

  it('by a rule of your own, which has to name somebody', async () => {
    const { group } = makeGroup({ order: ({ input, members }) => ('note' in Object(input) ? members : []) });
    expect(await group.charge({ note: 'tea' })).toMatchObject({ id: 'first:a_1' });
    expect(await failure(group.charge({}))).toMatchObject({ code: 'config_invalid' });
  });
});
