import { assert, assertEqual, assertError, assertOneOf } from '@patchbay/core/conformance';
import type { CompleteOptions, SignIn } from '../../sign-in-types.ts';
import { cases } from '../define.ts';
import type { AnyAuth } from '../harness.ts';
import type { AuthScene } from '../scene.ts';

const browser = { traits: ['sign_in'] } as const;
const replayed = { code: 'unauthenticated', reason: 'transaction_replayed', outcome: 'not_applied' } as const;

/** A sign-in counts once. */
export const onceCases = cases('contract', 'signIn.complete', {
  counts_once: {
    title: 'A callback that comes again, with the cookie that was stolen meanwhile, signs nobody in.',
    needs: browser,
    async run(scene) {
      const request = await scene.comeBack(await scene.begin());
      await scene.value(scene.auth.signIn.complete({ request: request.clone() }));
      const before = await scene.subject.issued();
      assertError(await scene.failure(scene.auth.signIn.complete({ request })), replayed);
      assertEqual(await scene.subject.issued(), before, 'tokens that were given out');
    },
  },
  counts_once_at_a_time: {
    title: 'Of five callbacks at the same time one signs in.',
    needs: browser,
    async run(scene) {
      const request = await scene.comeBack(await scene.begin());
      const ends = await race(
        scene,
        request,
        Array.from({ length: 5 }, () => scene.auth),
      );
      assertEqual(ends, ['replayed', 'replayed', 'replayed', 'replayed', 'signed in'], 'how they ended');
      assertEqual((await scene.subject.issued()).id, 1, 'id tokens');
    },
  },
  counts_once_over_all_machines: {
    title: 'With a claim that all machines share, a callback that reaches two of them signs in once.',
    needs: browser,
    async run(scene) {
      const another = await scene.subject.another();
      const claims = sharedClaims();
      const request = await scene.comeBack(await scene.begin());
      const ends = await race(scene, request, [scene.auth, another], claims);
      assertEqual(ends, ['replayed', 'signed in'], 'how they ended');
      assertEqual((await scene.subject.issued()).id, 1, 'id tokens');
    },
  },
  claim_names_no_secret: {
    title: 'What is claimed in a shared store opens nothing: neither the state nor the code.',
    needs: browser,
    async run(scene) {
      const names: string[] = [];
      const claim = async (name: string, expiresAt: Date): Promise<boolean> => {
        assert(Number(expiresAt) > scene.clock.now(), 'the claim says until when it is needed');
        return names.push(name) > 0;
      };
      const request = await scene.comeBack(await scene.begin());
      await scene.value(scene.auth.signIn.complete({ request }, { claim }));
      assertEqual(names.length, 1, 'claims');
      assert(!request.url.includes(names[0] ?? ''), 'the name is not in the callback');
    },
  },
  refused_claim_spends_nothing: {
    title: 'Where the shared store fails, nobody is signed in and no code is spent.',
    needs: browser,
    async run(scene) {
      const claim = async (): Promise<boolean> => Promise.reject(new Error('The store is away.'));
      const request = await scene.comeBack(await scene.begin());
      const settled = await scene.subject.settle(scene.auth.signIn.complete({ request }, { claim }));
      assertEqual(settled.status, 'rejected', 'how it ended');
      assertEqual((await scene.subject.issued()).id, 0, 'id tokens');
    },
  },
  others_are_not_claimed: {
    title: 'A forged callback does not use up the sign-in of the person.',
    needs: browser,
    async run(scene) {
      const start = await scene.begin();
      const request = await scene.comeBack(start);
      const forged = new Request(request.url, { headers: { cookie: `${start.cookie.name}=forged` } });
      const error = await scene.failure(scene.auth.signIn.complete({ request: forged }));
      assertOneOf(error.reason, ['transaction_invalid', 'state_mismatch'], 'reason');
      await scene.value(scene.auth.signIn.complete({ request }));
    },
  },
});

type Claim = NonNullable<CompleteOptions['claim']>;

/** A store that all machines share. */
function sharedClaims(): Claim {
  const names = new Set<string>();
  return async (name) => !names.has(name) && names.add(name).has(name);
}

/** How the same callback ends at each of them, sorted. */
async function race(
  scene: AuthScene,
  request: Request,
  machines: readonly AnyAuth[],
  claim?: Claim,
): Promise<readonly string[]> {
  const calls: Promise<SignIn>[] = machines.map((auth) =>
    auth.signIn.complete({ request: request.clone() }, claim === undefined ? {} : { claim }),
  );
  const results = await scene.value(Promise.allSettled(calls));
  const ends = await Promise.all(
    calls.map(async (call, index) => {
      if (results[index]?.status === 'fulfilled') return 'signed in';
      assertError(await scene.failure(call), replayed);
      return 'replayed';
    }),
  );
  return ends.toSorted();
}
