import { IntegrationError } from '@patchbay/core';
import { assert, assertEqual } from '@patchbay/core/conformance';
import type { State } from '../../contract.ts';
import { builtOn, cases } from '../define.ts';

/* Application code: it names no provider. */

type Machine = State<'get'>;

/** Runs a job of the day on one machine; the others leave it. */
async function nightly(state: State<'putIfAbsent'>, day: string, job: () => Promise<void>): Promise<boolean> {
  try {
    return await state.leases.with('nightly', { ttlMs: 30_000 }, async () => {
      const { isNew } = await state.putIfAbsent({
        key: `nightly:${day}`,
        value: 'begun',
        ttlMs: 2 * 86_400_000,
      });
      if (isNew) await job();
      return isNew;
    });
  } catch (error) {
    if (IntegrationError.is(error, 'conflict', 'lease_taken')) return false;
    throw error;
  }
}

/** A file server that refuses whoever held the lease before. */
class FencedFile {
  text = '';
  #highest = 0;

  write(fence: number, text: string): boolean {
    if (fence < this.#highest) return false;
    this.#highest = fence;
    this.text = text;
    return true;
  }
}

interface Token {
  readonly value: string;
  readonly expiresInMs: number;
}

/** The token of a partner, fetched by one machine for all. */
async function tokenOf(state: Machine, fetchToken: () => Promise<Token>): Promise<string> {
  const fetchText = async (): Promise<string> => {
    const { value, expiresInMs } = await fetchToken();
    return `${expiresInMs} ${value}`;
  };
  const text = await state.once('partner', fetchText, {
    ttlMs: (fresh) => Number.parseInt(fresh, 10) - 10,
    leaseMs: 10_000,
  });
  return text.slice(text.indexOf(' ') + 1);
}

/** Ends a sign-in: its transaction serves once. */
async function completeSignIn(state: State<'get' | 'cas'>, id: string): Promise<string> {
  const key = `sign-in:${id}`;
  const found = await state.get(key);
  if (found === undefined) return 'unknown';
  const { isSwapped } = await state.cas({ key, expected: found.value, value: undefined });
  return isSwapped ? found.value : 'used';
}

/** Work that one of many does. */
export const workScenarios = cases('scenarios', 'work', {
  nightly_job: {
    title: 'A nightly job runs once a night, whichever of eight workers comes first.',
    needs: { operations: [...builtOn.leases, 'putIfAbsent'] },
    async run(scene) {
      let ran = 0;
      const job = async (): Promise<void> => {
        ran += 1;
      };
      const workers = await scene.clients(8);
      for (const day of ['monday', 'monday', 'tuesday'])
        await scene.value(Promise.all(workers.map((state) => nightly(state, day, job))));
      assertEqual(ran, 2, 'runs in two nights');
    },
  },
  held_up_writer: {
    title: 'A worker that was held up beyond its lease cannot write over its successor’s work.',
    needs: { operations: builtOn.leases },
    async run(scene) {
      const file = new FencedFile();
      const slow = await scene.value(scene.state.leases.acquire({ name: 'file', ttlMs: scene.lifeMs }));
      await scene.pass();
      const other = await scene.subject.another();
      const next = await scene.value(other.leases.acquire({ name: 'file', ttlMs: scene.lifeMs }));
      assert(slow !== undefined && next !== undefined, 'both had the lease, one after the other');
      assertEqual([file.write(next.fence, 'new'), file.write(slow.fence, 'old')], [true, false], 'writes');
      assertEqual(file.text, 'new', 'text of the file');
    },
  },
  leader_dies: {
    title: 'When the leader dies another takes over after its time, and not before.',
    needs: { operations: builtOn.leases },
    async run(scene) {
      const other = await scene.subject.another();
      await scene.value(scene.state.leases.acquire({ name: 'leader', ttlMs: scene.lifeMs }));
      await scene.untilJustBefore();
      const early = await scene.value(other.leases.acquire({ name: 'leader', ttlMs: scene.lifeMs }));
      await scene.untilTheEnd();
      const late = await scene.value(other.leases.acquire({ name: 'leader', ttlMs: scene.lifeMs }));
      assertEqual([early === undefined, late !== undefined], [true, true], 'too early, and in time');
    },
  },
  one_token_request: {
    title: 'Eight workers need a partner’s token: one request is made, and one more when it has ended.',
    needs: { operations: builtOn.once },
    async run(scene) {
      let requests = 0;
      const fetchToken = async (): Promise<Token> => {
        requests += 1;
        return { value: `token-${requests}`, expiresInMs: scene.lifeMs + 10 };
      };
      const workers = await scene.clients(8);
      const all = () => scene.value(Promise.all(workers.map((state) => tokenOf(state, fetchToken))));
      assertEqual([...new Set(await all())], ['token-1'], 'tokens');
      await scene.pass();
      assertEqual([[...new Set(await all())], requests], [['token-2'], 2], 'tokens, and requests');
    },
  },
  sign_in_serves_once: {
    title: 'A sign-in that comes back twice at once is completed once.',
    needs: { operations: ['get', 'put', 'cas'] },
    async run(scene) {
      await scene.put('sign-in:1', 'verifier', scene.longMs);
      const tries = (await scene.clients(4)).map((state) => completeSignIn(state, '1'));
      const ends = await scene.value(Promise.all(tries));
      assertEqual(ends.filter((end) => end === 'verifier').length, 1, 'completed');
      assertEqual(await scene.value(completeSignIn(scene.state, '1')), 'unknown', 'a later one');
    },
  },
  sign_in_too_late: {
    title: 'A sign-in that comes back after its time is unknown.',
    needs: { operations: ['get', 'put'] },
    async run(scene) {
      await scene.put('sign-in:1', 'verifier', scene.lifeMs);
      await scene.pass();
      assertEqual(await scene.value(completeSignIn(scene.state, '1')), 'unknown', 'the end');
    },
  },
  keys_of_a_group: {
    title: 'Two machines route one key at the same time: both learn the same member.',
    needs: { operations: builtOn.keyMemory },
    async run(scene) {
      const [one, two] = (await scene.clients(2)).map((state) => state.keyMemory('group:'));
      const route = async (known: typeof one, member: string): Promise<string | undefined> => {
        await known?.replace('order-7', undefined, member, 86_400_000);
        return known?.get('order-7');
      };
      const [first, second] = await scene.value(Promise.all([route(one, 'a'), route(two, 'b')]));
      assertEqual([first !== undefined, first === second], [true, true], 'known, and the same');
    },
  },
  key_survives_a_restart: {
    title: 'A key that was claimed before a restart is claimed after it.',
    needs: { traits: ['durable'], operations: builtOn.keyMemory },
    async run(scene) {
      const claim = (state: State, call: string) =>
        state.keyMemory('ledger:').replace('order-7', undefined, call, 86_400_000);
      assertEqual(await scene.value(claim(scene.state, 'first')), true, 'before the restart');
      const after = await scene.subject.restart();
      assertEqual(await scene.value(claim(after, 'second')), false, 'after the restart');
      assertEqual(await scene.value(after.keyMemory('ledger:').get('order-7')), 'first', 'who has it');
    },
  },
});
