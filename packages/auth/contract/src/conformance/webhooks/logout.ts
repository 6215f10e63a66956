import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import type { RawWebhook } from '@patchbay/core/webhook';
import { type AuthRow, cases } from '../define.ts';
import type { PersonName } from '../harness.ts';
import type { AuthScene } from '../scene.ts';

const told = { traits: ['sign_out.back_channel'] } as const;
const formType = { 'content-type': 'application/x-www-form-urlencoded' };

/** The provider's word that a session is over (OpenID Connect Back-Channel Logout). */
export const logoutCases = cases('webhooks', 'signOut.receive', {
  genuine: {
    title: 'The provider’s word that sessions are over says whose, or which one.',
    needs: told,
    async run(scene) {
      await scene.signIn('ada');
      const logout = await scene.value(scene.auth.signOut.receive(await logoutOf(scene)));
      assertEqual(logout.issuer, scene.fixtures.issuer, 'issuer');
      assert(logout.subject !== undefined || logout.sessionId !== undefined, 'it says whose, or which one');
      if (logout.subject !== undefined)
        assertEqual(logout.subject, scene.fixtures.people.ada.subject, 'subject');
      assert(logout.tokenId.length > 0, 'it has an id to claim');
    },
  },
  as_a_request: {
    title: 'It is taken as a `Request` too.',
    needs: told,
    async run(scene) {
      await scene.signIn('ada');
      const { headers, body, url } = await logoutOf(scene);
      const request = new Request(url, { method: 'POST', headers, body: new Uint8Array(body) });
      const logout = await scene.value(scene.auth.signOut.receive(request));
      assertEqual(logout.issuer, scene.fixtures.issuer, 'issuer');
    },
  },
  again: {
    title: 'A delivery that is repeated has the same id, and another event another one.',
    needs: told,
    async run(scene) {
      await scene.signIn('ada');
      const [first, second] = [await logoutOf(scene), await logoutOf(scene)];
      const ids: string[] = [];
      for (const webhook of [first, first, second])
        ids.push((await scene.value(scene.auth.signOut.receive(webhook))).tokenId);
      assertEqual([ids[0] === ids[1], ids[0] === ids[2]], [true, false], 'whether ids are the same');
    },
  },
  of_each_person: {
    title: 'Each person’s is told apart.',
    needs: told,
    async run(scene) {
      await scene.signIn('ada');
      await scene.signIn('bob');
      const ada = await scene.value(scene.auth.signOut.receive(await logoutOf(scene, 'ada')));
      const bob = await scene.value(scene.auth.signOut.receive(await logoutOf(scene, 'bob')));
      const isSame = ada.subject === bob.subject && ada.sessionId === bob.sessionId;
      assertEqual(isSame, false, 'whether both are about the same');
    },
  },
  stale: {
    title: 'A word that is hours old counts no more.',
    needs: told,
    async run(scene) {
      await scene.signIn('ada');
      const webhook = await logoutOf(scene);
      await scene.clock.advance(6 * 3600_000);
      await assertRejected(scene, webhook, 'timestamp_outside_tolerance');
    },
  },
  id_token_instead: {
    title: 'An id token ends nobody’s session: it has no event.',
    needs: told,
    async run(scene) {
      const idToken = (await scene.signIn('ada')).tokens.idToken?.reveal() ?? '';
      await assertRejected(scene, formOf(await logoutOf(scene), idToken), 'payload_malformed');
    },
  },
  never_an_id_token: {
    title: 'The word that a session is over signs nobody in: it never counts as an id token.',
    needs: told,
    async run(scene) {
      await scene.signIn('ada');
      const token = tokenOf(await logoutOf(scene));
      const error = await scene.failure(scene.auth.tokens.verify(token, { kind: 'id' }));
      assertError(error, { code: 'unauthenticated', reason: 'token_kind_mismatch', outcome: 'not_applied' });
    },
  },
  changed: rejects('One that was changed on the way', 'webhook_signature_invalid', (token) =>
    changed(token, 2),
  ),
  signed_by_nobody: rejects(
    'One that nobody signed',
    'webhook_signature_invalid',
    (token) => `${token.split('.').slice(0, 2).join('.')}.`,
  ),
  no_token: rejects('A form with something else in it', 'payload_malformed', () => 'hello'),
  empty_token: rejects('A form with nothing in it', 'payload_malformed', () => ''),
  too_large: rejects('One that is larger than any', 'too_large', (token) => token + 'A'.repeat(100_000)),
  two_tokens: {
    title: 'A form with two tokens is refused: readers differ in which one counts.',
    needs: told,
    async run(scene) {
      const webhook = await logoutOf(scene);
      const token = tokenOf(webhook);
      const body = new TextEncoder().encode(`logout_token=${token}&logout_token=${token}`);
      await assertRejected(scene, { ...webhook, body }, 'payload_malformed');
    },
  },
  not_a_form: {
    title: 'A token that does not come as a form is refused.',
    needs: told,
    async run(scene) {
      const webhook = await logoutOf(scene);
      const headers = new Headers({ 'content-type': 'application/json' });
      await assertRejected(scene, { ...webhook, headers }, 'payload_malformed');
    },
  },
  body_read_before: {
    title: 'A request whose body a framework has read is named as the mistake.',
    needs: told,
    async run(scene) {
      const { url } = await logoutOf(scene);
      const request = new Request(url, { method: 'POST', headers: formType, body: 'logout_token=a' });
      await request.text();
      const error = await scene.failure(scene.auth.signOut.receive(request));
      assertError(error, { code: 'webhook_rejected', reason: 'body_parsed' });
    },
  },
});

function rejects(what: string, reason: string, change: (token: string) => string): AuthRow {
  return {
    title: `${what} is refused as \`${reason}\`.`,
    parameters: { what, reason },
    needs: told,
    async run(scene) {
      const webhook = await logoutOf(scene);
      await assertRejected(scene, formOf(webhook, change(tokenOf(webhook))), reason);
    },
  };
}

async function assertRejected(scene: AuthScene, webhook: RawWebhook, reason: string): Promise<void> {
  const error = await scene.failure(scene.auth.signOut.receive(webhook));
  assertError(error, { code: 'webhook_rejected', reason, outcome: 'not_applied' });
  assertEqual(error.operation, 'auth.signOut.receive', 'operation of the error');
}

async function logoutOf(scene: AuthScene, person: PersonName = 'ada'): Promise<RawWebhook> {
  const { logoutOf: make } = scene.subject;
  assert(make !== undefined, 'a harness of a provider with back-channel logout can make one');
  return scene.value(make.call(scene.subject, person));
}

function tokenOf({ body }: RawWebhook): string {
  return new URLSearchParams(new TextDecoder().decode(body)).get('logout_token') ?? '';
}

function formOf(webhook: RawWebhook, token: string): RawWebhook {
  return { ...webhook, body: new TextEncoder().encode(String(new URLSearchParams({ logout_token: token }))) };
}

/** One character at the beginning of a part becomes another. */
function changed(token: string, part: number): string {
  const parts = token.split('.');
  const text = parts[part] ?? '';
  return parts.with(part, (text.startsWith('A') ? 'B' : 'A') + text.slice(1)).join('.');
}
