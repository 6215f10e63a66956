import { IntegrationError } from '@patchbay/core';
import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Auth, DeviceGrant, VerifiedToken } from '../../index.ts';
import { cases } from '../define.ts';
import type { AuthScene } from '../scene.ts';

/* Application code: it names no provider. */

/** An API that takes bearer tokens: whose token it was, and with what status it answers. */
class OrdersApi {
  /** People whose tokens count no more, whatever they say. */
  readonly banned = new Set<string>();
  readonly #auth: Auth;
  readonly #needed: { readonly audience: string; readonly scopes: readonly string[] };

  constructor(auth: Auth, needed: { readonly audience: string; readonly scopes: readonly string[] }) {
    this.#auth = auth;
    this.#needed = needed;
  }

  async handle(request: Request): Promise<readonly [status: number, caller?: string]> {
    const [, token] = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
    if (token === undefined) return [401];
    const isRevoked = ({ key }: VerifiedToken): boolean => this.banned.has(key.subject);
    try {
      const { key } = await this.#auth.tokens.verify(token, { ...this.#needed, isRevoked });
      return [200, key.subject];
    } catch (error) {
      if (IntegrationError.is(error, 'unauthenticated')) return [401];
      if (IntegrationError.is(error, 'access_denied')) return [403];
      if (IntegrationError.is(error, 'provider_unavailable')) return [503];
      throw error;
    }
  }
}

/** A television: shows what to type, and waits. */
async function signInTelevision(auth: Auth, show: (grant: DeviceGrant) => Promise<void>): Promise<string> {
  const grant = await auth.device.begin({ scopes: ['openid', 'profile'] });
  await show(grant);
  try {
    const { identity } = await auth.device.complete(grant);
    return `Hello ${identity.key.subject}`;
  } catch (error) {
    if (IntegrationError.is(error, 'access_denied')) return 'Somebody said no.';
    if (IntegrationError.is(error, 'unauthenticated')) return 'Please start again.';
    throw error;
  }
}

const browser = { traits: ['sign_in'] } as const;
const devices = { operations: ['flow.startDevice', 'flow.pollDevice'] } as const;

/** Programs that call programs, and things without a keyboard. */
export const serviceScenarios = cases('scenarios', 'services', {
  bearer_token: {
    title: 'An API serves who brings a token for it, asks others to sign in, and says no to who may not.',
    needs: browser,
    async run(scene) {
      const api = apiOf(scene);
      const { subject } = scene.fixtures.people.ada;
      const plain = (await scene.signIn('ada', { scopes: ['openid'] })).tokens.accessToken.reveal();
      assertEqual(await call(scene, api, await scene.apiToken()), [200, subject], 'with a token for it');
      assertEqual(await call(scene, api, undefined), [401], 'without a token');
      assertEqual(await call(scene, api, 'made.up.token'), [401], 'with a token that is none');
      assertEqual((await call(scene, api, plain))[0], 403, 'with a token without the scope');
    },
  },
  banned: {
    title: 'Who is banned is out at once, although their token would last for an hour.',
    needs: browser,
    async run(scene) {
      const api = apiOf(scene);
      const token = await scene.apiToken('bob');
      const { subject } = scene.fixtures.people.bob;
      assertEqual(await call(scene, api, token), [200, subject], 'before');
      api.banned.add(subject);
      assertEqual(await call(scene, api, token), [401], 'afterwards');
    },
  },
  service_to_service: {
    title: 'A nightly job calls the API as itself, for weeks: with a new token whenever the old one ends.',
    needs: { ...browser, operations: ['flow.clientCredentials'] },
    async run(scene) {
      const api = apiOf(scene);
      const { audience, scope } = scene.fixtures.api;
      const callers: (string | undefined)[] = [];
      for (let night = 0; night < 3; night += 1) {
        const tokens = await scene.value(scene.auth.tokens.clientCredentials({ scopes: [scope], audience }));
        const [status, caller] = await call(scene, api, tokens.accessToken.reveal());
        assertEqual(status, 200, `status in night ${night + 1}`);
        callers.push(caller);
      }
      assertEqual(new Set(callers).size, 1, 'different callers');
      const { ada, bob } = scene.fixtures.people;
      assert(![ada.subject, bob.subject].includes(callers[0] ?? ''), 'the job is no person');
    },
  },
  outage: {
    title: 'While the provider is down the API goes on serving whoever has a token.',
    needs: { ...browser, wire: true },
    async run(scene) {
      const api = apiOf(scene);
      const [ada, bob] = [await scene.apiToken('ada'), await scene.apiToken('bob')];
      scene.wire.fault({ kind: 'vendor', error: 'unavailable' }, { times: 999, reads: true });
      for (let count = 0; count < 3; count += 1) {
        await scene.clock.advance(10 * 60_000);
        for (const token of [ada, bob]) assertEqual((await call(scene, api, token))[0], 200, 'status');
      }
    },
  },
  keys_change: {
    title: 'The provider changes its keys while people are signed in: old and new tokens are served.',
    needs: browser,
    async run(scene) {
      const api = apiOf(scene);
      const { rotateKeys } = scene.subject;
      assert(rotateKeys !== undefined, 'the harness rotates the keys of the provider, or exempts this case');
      const before = await scene.apiToken();
      assertEqual((await call(scene, api, before))[0], 200, 'status before');
      await scene.value(rotateKeys.call(scene.subject));
      const after = await scene.apiToken();
      assertEqual((await call(scene, api, after))[0], 200, 'status of a new token');
      assertEqual((await call(scene, api, before))[0], 200, 'status of an old one');
    },
  },
  television: {
    title: 'A television shows a code, somebody types it on their phone, and it is signed in as they are.',
    needs: devices,
    async run(scene) {
      const answer = signInTelevision(scene.auth, ({ userCode }) =>
        scene.subject.answerDevice(userCode, 'ada'),
      );
      assertEqual(await scene.value(answer), `Hello ${scene.fixtures.people.ada.subject}`, 'what it shows');
    },
  },
  television_of_a_stranger: {
    title:
      'Somebody is called and told to type a code: they say no, and the stranger’s television is not theirs.',
    needs: devices,
    async run(scene) {
      const answer = signInTelevision(scene.auth, ({ userCode }) =>
        scene.subject.answerDevice(userCode, 'nobody'),
      );
      assertEqual(await scene.value(answer), 'Somebody said no.', 'what it shows');
    },
  },
  television_is_forgotten: {
    title: 'Nobody types the code: the television asks to start again.',
    needs: devices,
    async run(scene) {
      const answer = signInTelevision(scene.auth, async () => undefined);
      assertEqual(await scene.value(answer), 'Please start again.', 'what it shows');
    },
  },
});

function apiOf({ auth, fixtures }: AuthScene): OrdersApi {
  const { audience, scope } = fixtures.api;
  return new OrdersApi(auth, { audience, scopes: [scope] });
}

function call(scene: AuthScene, api: OrdersApi, token: string | undefined) {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return scene.value(api.handle(new Request('https://api.example/orders', { headers })));
}
