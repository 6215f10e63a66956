import { assert, assertEqual, assertError, fieldsOf } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { AuthScene } from '../scene.ts';

const remote = { traits: ['sign_in'], wire: true } as const;
const down = { kind: 'vendor', error: 'unavailable' } as const;
const minute = 60_000;

/** The provider's keys: read once, kept, and never a way to knock the application over. */
export const keyCases = cases('resilience', 'tokens.verify', {
  cold_calls_share_one_request: {
    title: 'Fifty tokens at a machine that has just started make one request for keys.',
    needs: remote,
    async run(scene) {
      const text = await scene.apiToken();
      const another = await scene.subject.another();
      const { audience } = scene.fixtures.api;
      const countKeys = await keyCounter(scene);
      const calls = Array.from({ length: 50 }, () => another.tokens.verify(text, { audience }));
      await scene.value(Promise.all(calls));
      assertEqual(countKeys(), 1, 'requests for keys');
    },
  },
  known_keys_cost_nothing: {
    title: 'Once the keys are known a token is verified without a request.',
    needs: remote,
    async run(scene) {
      const texts = [await scene.apiToken('ada'), await scene.apiToken('bob')];
      const { audience } = scene.fixtures.api;
      const requests = scene.recordRequests();
      for (const text of texts) await scene.value(scene.auth.tokens.verify(text, { audience }));
      assertEqual(requests().length, 0, 'requests');
    },
  },
  outage_of_the_provider: {
    title: 'While the provider is down, tokens by known keys pass, also when the keys should be read anew.',
    needs: remote,
    async run(scene) {
      const text = await scene.apiToken();
      const { audience } = scene.fixtures.api;
      scene.wire.fault(down, { times: 999, reads: true });
      for (let count = 0; count < 6; count += 1) {
        await scene.clock.advance(5 * minute);
        await scene.value(scene.auth.tokens.verify(text, { audience }));
      }
    },
  },
  hanging_provider: {
    title: 'While the provider hangs, tokens by known keys pass without a wait.',
    needs: remote,
    async run(scene) {
      const text = await scene.apiToken();
      const { audience } = scene.fixtures.api;
      scene.wire.fault({ kind: 'hang' }, { times: 999, reads: true });
      await scene.clock.advance(9 * minute);
      const settled = await scene.subject.settle(scene.auth.tokens.verify(text, { audience }));
      assertEqual([settled.status, settled.elapsedMs], ['fulfilled', 0], 'how it ends, milliseconds waited');
    },
  },
  outage_at_the_start: {
    title:
      'A machine that starts while the provider is down says that the keys are missing, not that the token is wrong.',
    needs: remote,
    start: { policy: { retry: false } },
    async run(scene) {
      const text = await scene.apiToken();
      const another = await scene.subject.another();
      const { audience } = scene.fixtures.api;
      scene.wire.fault(down, { times: 9, reads: true });
      const error = await scene.failure(another.tokens.verify(text, { audience }));
      const expected = {
        code: 'provider_unavailable',
        reason: 'keys_unavailable',
        outcome: 'not_applied',
      } as const;
      assertError(error, expected);
      const requests = scene.recordRequests();
      assertError(await scene.failure(another.tokens.verify(text, { audience })), expected);
      assertEqual(requests().length, 0, 'requests within 5 s of the failure');
    },
  },
  flood_of_unknown_keys: {
    title:
      'A hundred forged tokens at once and some more, each with another key, make one request for keys at most.',
    needs: remote,
    async run(scene) {
      const text = await scene.apiToken();
      const { audience } = scene.fixtures.api;
      await scene.value(scene.auth.tokens.verify(text, { audience }));
      const countKeys = await keyCounter(scene);
      const forged = Array.from({ length: 100 }, (_, index) => withKeyName(text, `unknown-${index}`));
      const results = await scene.value(
        Promise.allSettled(forged.map((token) => scene.auth.tokens.verify(token, { audience }))),
      );
      assert(
        results.every(({ status }) => status === 'rejected'),
        'all are refused',
      );
      for (let count = 0; count < 5; count += 1)
        await scene.failure(scene.auth.tokens.verify(withKeyName(text, `late-${count}`), { audience }));
      assert(countKeys() <= 1, `one request for keys at most, found ${countKeys()}`);
      await scene.value(scene.auth.tokens.verify(text, { audience }));
    },
  },
  flood_does_not_hold_up_others: {
    title: 'While a forged token makes the provider be asked, and that hangs, genuine ones pass at once.',
    needs: remote,
    async run(scene) {
      const text = await scene.apiToken();
      const { audience } = scene.fixtures.api;
      await scene.value(scene.auth.tokens.verify(text, { audience }));
      scene.wire.fault({ kind: 'hang' }, { times: 9, reads: true });
      const forged = scene.auth.tokens.verify(withKeyName(text, 'unknown'), { audience });
      forged.catch(() => undefined);
      const settled = await scene.subject.settle(scene.auth.tokens.verify(text, { audience }));
      assertEqual([settled.status, settled.elapsedMs], ['fulfilled', 0], 'how it ends, milliseconds waited');
      await scene.failure(forged);
    },
  },
  caller_gives_up: {
    title: 'Who gives up waiting for the keys leaves at once; who waits beside them gets the answer.',
    needs: remote,
    async run(scene) {
      const text = await scene.apiToken();
      const another = await scene.subject.another();
      const { audience } = scene.fixtures.api;
      const controller = new AbortController();
      scene.wire.fault({ kind: 'hang' }, { times: 1, reads: true });
      const impatient = another.tokens.verify(text, { audience }, { signal: controller.signal });
      const patient = another.tokens.verify(text, { audience });
      scene.clock.after(500, () => controller.abort());
      const { error, elapsedMs } = await scene.timedFailure(impatient);
      assertError(error, { code: 'aborted', outcome: 'not_applied' });
      assert(elapsedMs < 520, `within 20 ms of the abort, found ${elapsedMs} ms`);
      await scene.value(patient);
    },
  },
});

/** Counts the requests for keys from now on. */
async function keyCounter(scene: AuthScene): Promise<() => number> {
  const { jwks_uri } = await scene.value(scene.auth.flow.discover());
  const { pathname } = new URL(jwks_uri);
  const requests = scene.recordRequests();
  return () => requests().filter(({ path }) => path.split('?')[0] === pathname).length;
}

/** The token with the name of another key in its header. */
function withKeyName(text: string, kid: string): string {
  const [header = '', ...rest] = text.split('.');
  const known: unknown = JSON.parse(atob(header.replaceAll('-', '+').replaceAll('_', '/')));
  const changed = btoa(JSON.stringify({ ...fieldsOf(known), kid }));
  return [changed.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''), ...rest].join('.');
}
