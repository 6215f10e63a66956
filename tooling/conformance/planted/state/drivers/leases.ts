import type { Held, Lease } from '@patchbay/state';
import type { AnyState } from '@patchbay/state/conformance';
import { driver, inputs, instead, type StateDefect, type StateDriver, textOf, toFields } from '../broken.ts';

type Work = (held: Held) => Promise<unknown>;
type Once = (signal: AbortSignal) => Promise<string>;

/** Leases are other ones. */
function leases(change: (lease: Lease, state: AnyState) => object): StateDefect {
  return instead('leases.acquire', (state, original) => async (...given) => {
    const lease = (await original(...given)) as Lease | undefined; // as its signature says
    return lease && change(lease, state);
  });
}

/** Work under a lease is done otherwise. */
function works(run: (state: AnyState, name: string, ttlMs: number, work: Work) => Promise<unknown>): StateDefect {
  return instead('leases.with', (state) => (name, options, work) =>
    // As its signature says.
    run(state, String(name), Number(toFields(options)['ttlMs']), work as Work),
  );
}

/** The lease is taken, or it is not; nothing else is seen to. */
async function barely(state: AnyState, name: string, ttlMs: number, work: Work): Promise<unknown> {
  const lease = await state.leases.acquire({ name, ttlMs });
  if (lease === undefined) throw new Error('taken');
  const result = await work({ signal: new AbortController().signal, fence: lease.fence });
  await lease.release();
  return result;
}

/** Values are computed otherwise. */
function onces(run: (state: AnyState, key: string, work: Once, ttlMs: number) => Promise<unknown>): StateDefect {
  return instead('once', (state) => (key, work, options) =>
    // As its signature says.
    run(state, String(key), work as Once, Number(toFields(options)['ttlMs'])),
  );
}

const signal = new AbortController().signal;

/** Defects of leases, of what is computed once, and of the memory of keys. */
export const leaseDrivers: readonly StateDriver[] = [
  driver('stranger-releases', 'lets anybody end a lease', 'contract.leases.acquire.stranger_lets_go', leases((lease, state) => ({
    ...lease,
    release: async () => {
      await state.delete(`lease:${lease.name}`);
      return true;
    },
  }))),
  driver('fence-repeats', 'gives every holder the same number', 'contract.leases.acquire.numbers_grow', leases((lease) => ({ ...lease, fence: 1 }))),
  driver('fence-of-chance', 'draws numbers by chance', 'contract.leases.acquire.numbers_grow', leases((lease) => ({ ...lease, fence: (lease.fence * 7919) % 11 }))),
  driver('token-guessed', 'gives tokens that can be guessed', 'contract.leases.acquire.tokens_differ', leases((lease) => ({ ...lease, token: String(lease.fence) }))),
  driver('renews-anything', 'says that a lost lease is renewed', 'contract.leases.acquire.renewed_too_late', leases((lease) => ({ ...lease, renew: async () => true }))),
  driver('renews-nothing', 'does not renew', 'contract.leases.acquire.renewed', leases((lease) => ({ ...lease, renew: async () => true }))),
  driver('keeps-the-lease', 'does not let go', 'contract.leases.acquire.let_go_of', leases((lease) => ({ ...lease, release: async () => true }))),
  driver('leaves-traces', 'leaves a record for each lease', 'contract.leases.acquire.leaves_nothing', leases((lease, state) => {
    void state.put({ key: `trace:${lease.name}`, value: '' });
    return lease;
  })),
  driver('lease-for-two', 'gives a lease to two', 'contract.leases.acquire.one_holder', instead('leases.acquire', (_state, original) => async (input) => (await original(input)) ?? { name: textOf(input, 'name') })),
  driver('lease-too-long', 'gives leases a millisecond too long', 'contract.leases.acquire.ends_by_itself', inputs(['leases.acquire'], (input) => ({ ...input, ttlMs: Number(input['ttlMs']) + 1 }))),
  driver('lease-by-look', 'looks whether a lease is free, then takes it', 'races.leases.acquire.one_winner', instead('leases.acquire', (state) => async (input) => {
    const key = `lease:${textOf(input, 'name')}`;
    if ((await state.get(key)) !== undefined) return undefined;
    await state.put({ key, value: 'mine' });
    return { fence: 1, release: async () => true };
  })),
  driver('work-not-renewed', 'does not renew while the work runs', 'contract.leases.with.outlives_its_time', works(barely)),
  driver('failure-keeps-lease', 'does not let go after a failure', 'contract.leases.with.lets_go_after_a_failure', works(barely)),
  driver('loss-unnoticed', 'counts work whose lease was lost', 'contract.leases.with.lost_and_not_noticed', works(barely)),
  driver('never-waits', 'does not wait for a lease', 'contract.leases.with.waits', works(barely)),
  driver('another-error', 'wraps what the work throws', 'contract.leases.with.lets_go_after_a_failure', works(async (state, name, ttlMs, work) => {
    try {
      return await state.leases.with(name, { ttlMs }, work);
    } catch (cause) {
      throw new Error('The work failed.', { cause });
    }
  })),
  driver('lease-never-taken', 'works without a lease', 'contract.leases.with.holds_while_it_works', works((_state, _name, _ttlMs, work) => work({ signal, fence: 1 }))),
  driver('all-compute', 'lets every caller compute', 'contract.once.one_computes', onces((_state, _key, work) => work(signal))),
  driver('computed-for-ever', 'keeps values for ever', 'contract.once.kept_for_its_time', onces((state, key, work) => state.once(key, work, { ttlMs: 1e11, leaseMs: 1000 }))),
  driver('late-replaces', 'lets a late value replace the first', 'contract.once.late_work_does_not_replace', onces((_state, _key, work) => work(signal))),
  driver('failure-is-kept', 'keeps failures', 'contract.once.failure_is_the_callers', onces((state, key, work, ttlMs) => state.once(key, (given) => work(given).catch(() => 'failed'), { ttlMs, leaseMs: 1000 }))),
  driver('once-without-case', 'does not look at the case of keys', 'contract.once.keys_apart', onces((state, key, work, ttlMs) => state.once(key.toLowerCase(), work, { ttlMs, leaseMs: 1000 }))),
  driver('memory-without-prefix', 'ignores the prefix of a memory', 'contract.keyMemory.prefixes_apart', instead('keyMemory', (state) => () => state.keyMemory())),
  driver('memory-of-its-own', 'keeps a memory of its own', 'contract.keyMemory.shared', instead('keyMemory', (state) => () => state.keyMemory(crypto.randomUUID()))),
  driver('memory-replaces-all', 'replaces whatever is there', 'contract.keyMemory.replaces_what_is_expected', instead('keyMemory', (state) => () => ({
    ...state.keyMemory(),
    replace: async (key: string, _expected: unknown, value: string | undefined) => {
      if (value !== undefined) await state.put({ key, value });
      return true;
    },
  }))),
  driver('memory-for-ever', 'keeps records of a memory for ever', 'contract.keyMemory.kept_for_its_time', instead('keyMemory', (state) => () => {
    const memory = state.keyMemory();
    return { ...memory, replace: (key: string, from: string | undefined, to: string | undefined) => memory.replace(key, from, to, 1e15) };
  })),
];
