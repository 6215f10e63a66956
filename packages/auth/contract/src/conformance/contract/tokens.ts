import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import type { TokenSet } from '../../token-set.ts';
import { cases } from '../define.ts';

const long = { traits: ['sign_in'], operations: ['flow.refresh'] } as const;
const over = { code: 'unauthenticated', reason: 'grant_invalid' } as const;

/** New tokens for old ones. */
export const refreshCases = cases('contract', 'tokens.refresh', {
  new_tokens_for_the_same_person: {
    title: 'Refreshed tokens are of the same person, are others than before, and say what was granted.',
    needs: long,
    async run(scene) {
      const { tokens: before } = await scene.signInForLong();
      const after = await scene.value(scene.auth.tokens.refresh(before));
      assertEqual([after.issuer, after.subject], [before.issuer, before.subject], 'issuer, subject');
      assert(after.accessToken.reveal() !== before.accessToken.reveal(), 'the access token is another one');
      assertEqual(after.scopes.toSorted(), before.scopes.toSorted(), 'scopes');
      assert(after.refreshToken !== undefined, 'they can be refreshed again');
      assert(Number(after.expiresAt) > scene.clock.now(), 'they last for a while');
      assert(after.idToken !== undefined, 'an id token is among them, new or the one before');
    },
  },
  again_and_again: {
    title: 'Tokens are refreshed again and again, each time by what came last.',
    needs: long,
    async run(scene) {
      let { tokens } = await scene.signInForLong();
      for (let count = 0; count < 4; count += 1)
        tokens = await scene.value(scene.auth.tokens.refresh(tokens));
      assertEqual(tokens.subject, scene.fixtures.people.ada.subject, 'subject');
    },
  },
  by_the_token_alone: {
    title: 'The refresh token alone is enough, as text or as a secret.',
    needs: long,
    async run(scene) {
      const { refreshToken } = (await scene.signInForLong()).tokens;
      assert(refreshToken !== undefined, 'there is a refresh token');
      const first = await scene.value(scene.auth.tokens.refresh(refreshToken));
      const second = await scene.value(scene.auth.tokens.refresh(first.refreshToken?.reveal() ?? ''));
      assert(second.accessToken.reveal() !== first.accessToken.reveal(), 'the access token is another one');
    },
  },
  rotates: {
    title: 'A refresh token that was used is worth nothing any more; its successor is another one.',
    needs: { ...long, traits: ['sign_in', 'refresh.rotates'] },
    async run(scene) {
      const { tokens } = await scene.signInForLong();
      const { refreshToken } = await scene.value(scene.auth.tokens.refresh(tokens));
      assert(refreshToken?.reveal() !== tokens.refreshToken?.reveal(), 'the refresh token is another one');
      assertError(await scene.failure(scene.auth.tokens.refresh(tokens)), over);
    },
  },
  theft_ends_the_session: {
    title: 'When a used refresh token comes again, its successors are worth nothing either.',
    needs: { ...long, traits: ['sign_in', 'refresh.rotates'] },
    async run(scene) {
      const { tokens: stolen } = await scene.signInForLong();
      const owner = await scene.value(scene.auth.tokens.refresh(stolen));
      assertError(await scene.failure(scene.auth.tokens.refresh(stolen)), over);
      assertError(await scene.failure(scene.auth.tokens.refresh(owner)), over);
    },
  },
  many_at_once: {
    title:
      'A hundred calls at the same time with one refresh token make one request, and all get its tokens.',
    needs: long,
    async run(scene) {
      const { tokens } = await scene.signInForLong();
      const before = await scene.subject.issued();
      const calls = Array.from({ length: 100 }, () => scene.auth.tokens.refresh(tokens));
      const sets = await scene.value(Promise.all(calls));
      assertEqual(new Set(sets.map(textOf)).size, 1, 'different access tokens');
      assertEqual((await scene.subject.issued()).access - before.access, 1, 'access tokens that were issued');
    },
  },
  one_leaves_the_others_stay: {
    title: 'Who gives up waiting does not take the others along.',
    needs: { ...long, wire: true },
    async run(scene) {
      const { tokens } = await scene.signInForLong();
      const controller = new AbortController();
      const impatient = scene.auth.tokens.refresh(tokens, { signal: controller.signal });
      const patient = scene.auth.tokens.refresh(tokens);
      controller.abort();
      assertError(await scene.failure(impatient), { code: 'aborted' });
      assertEqual((await scene.value(patient)).subject, tokens.subject, 'subject of the other’s tokens');
    },
  },
  after_a_failure_it_is_asked_anew: {
    title: 'Calls share a request, never its failure for later: who asks afterwards makes another one.',
    needs: long,
    async run(scene) {
      const first = await scene.failure(scene.auth.tokens.refresh('nobody-was-given-this'));
      assertError(first, { ...over, outcome: 'not_applied' });
      const { tokens } = await scene.signInForLong();
      await scene.value(scene.auth.tokens.refresh(tokens));
      assertError(await scene.failure(scene.auth.tokens.refresh('nobody-was-given-this')), over);
    },
  },
  two_people_at_once: {
    title: 'Two people who refresh at the same time get their own tokens.',
    needs: long,
    async run(scene) {
      const [ada, bob] = [await scene.signInForLong('ada'), await scene.signInForLong('bob')];
      const both = [ada, bob].map(({ tokens }) => scene.auth.tokens.refresh(tokens));
      const subjects = (await scene.value(Promise.all(both))).map(({ subject }) => subject);
      const { people } = scene.fixtures;
      assertEqual(subjects, [people.ada.subject, people.bob.subject], 'subjects');
    },
  },
  nothing_to_refresh_with: {
    title: 'Tokens without a refresh token are `invalid_request`, before any request.',
    needs: long,
    async run(scene) {
      const { tokens } = await scene.signIn('ada', { scopes: ['openid'] });
      const requests = scene.recordRequests();
      const error = await scene.failure(scene.auth.tokens.refresh(tokens));
      assertError(error, { code: 'invalid_request', reason: 'parameter_invalid', outcome: 'not_applied' });
      assertEqual(requests().length, 0, 'requests');
    },
  },
  lost_answer: {
    title:
      'A refresh whose answer is lost is not tried again: its effect is unknown, and the caller is told.',
    needs: { ...long, wire: true },
    async run(scene) {
      const { tokens } = await scene.signInForLong();
      const requests = scene.recordRequests();
      scene.wire.fault({ kind: 'reset_after_commit' });
      const error = await scene.failure(scene.auth.tokens.refresh(tokens));
      assertError(error, { code: 'network', outcome: 'unknown' });
      assertEqual(requests().length, 1, 'requests');
    },
  },
});

/** Tokens end. */
export const revokeCases = cases('contract', 'tokens.revoke', {
  ends_the_refresh_token: {
    title: 'A refresh token that was revoked refreshes nothing; to revoke it twice is harmless.',
    needs: { traits: ['sign_in'], operations: ['flow.revoke', 'flow.refresh'] },
    async run(scene) {
      const { tokens } = await scene.signInForLong();
      await scene.value(scene.auth.tokens.revoke(tokens));
      await scene.value(scene.auth.tokens.revoke(tokens));
      assertError(await scene.failure(scene.auth.tokens.refresh(tokens)), over);
    },
  },
  leaves_others_alone: {
    title: 'To revoke one session leaves the other sessions of the person alone.',
    needs: { traits: ['sign_in'], operations: ['flow.revoke', 'flow.refresh'] },
    async run(scene) {
      const [phone, laptop] = [await scene.signInForLong(), await scene.signInForLong()];
      await scene.value(scene.auth.tokens.revoke(phone.tokens));
      await scene.value(scene.auth.tokens.refresh(laptop.tokens));
    },
  },
  access_token_where_it_is_all: {
    title: 'Where there is no refresh token the access token is ended: it opens no profile any more.',
    needs: { traits: ['sign_in'], operations: ['flow.revoke', 'flow.userInfo'] },
    async run(scene) {
      const { tokens } = await scene.signIn('ada', { scopes: ['openid', 'profile'] });
      await scene.value(scene.auth.tokens.identity(tokens));
      await scene.value(scene.auth.tokens.revoke(tokens));
      const error = await scene.failure(scene.auth.tokens.identity(tokens));
      assertError(error, { code: 'unauthenticated', outcome: 'not_applied' });
    },
  },
});

/** Tokens for the application itself. */
export const clientCredentialsCases = cases('contract', 'tokens.clientCredentials', {
  token_of_nobody: {
    title: 'The application gets a token for an API: of no person, and without a refresh token.',
    needs: { operations: ['flow.clientCredentials'] },
    async run(scene) {
      const { audience, scope } = scene.fixtures.api;
      const input = { scopes: [scope], audience };
      const tokens = await scene.value(scene.auth.tokens.clientCredentials(input));
      assertEqual(
        [tokens.subject, tokens.idToken, tokens.refreshToken],
        [undefined, undefined, undefined],
        'of whom',
      );
      assertEqual([tokens.issuer, tokens.scopes], [scene.fixtures.issuer, [scope]], 'issuer, scopes');
      const expectation = { audience, scopes: [scope] };
      const token = await scene.value(scene.auth.tokens.verify(tokens.accessToken, expectation));
      assertEqual(token.kind, 'access', 'kind');
    },
  },
  opens_no_profile: {
    title: 'A token of the application is no person’s: its profile is not asked for.',
    needs: { operations: ['flow.clientCredentials'] },
    async run(scene) {
      const { audience, scope } = scene.fixtures.api;
      const tokens = await scene.value(scene.auth.tokens.clientCredentials({ scopes: [scope], audience }));
      const error = await scene.failure(scene.auth.tokens.identity(tokens));
      assertError(error, { code: 'invalid_request', reason: 'parameter_invalid', outcome: 'not_applied' });
    },
  },
});

/** The profile as it is now. */
export const identityCases = cases('contract', 'tokens.identity', {
  is_the_same_person: {
    title: 'The profile is that of the person who signed in, told as at the sign-in.',
    needs: { traits: ['sign_in'], operations: ['flow.userInfo'] },
    async run(scene) {
      const { identity, tokens } = await scene.signIn('bob', { scopes: ['openid', 'email', 'profile'] });
      const now = await scene.value(scene.auth.tokens.identity(tokens));
      assertEqual([now.key, now.provider], [identity.key, identity.provider], 'key, provider');
      assertEqual([now.email, now.name], [identity.email, identity.name], 'e-mail address, name');
    },
  },
  of_somebody_else: {
    title: 'A profile of somebody else than the tokens say is refused.',
    needs: { traits: ['sign_in'], operations: ['flow.userInfo'] },
    async run(scene) {
      const { tokens } = await scene.signIn('ada');
      const mixed = { ...tokens, raw: undefined, subject: scene.fixtures.people.bob.subject };
      const error = await scene.failure(scene.auth.tokens.identity(mixed));
      assertError(error, { code: 'invalid_response', reason: 'subject_mismatch' });
    },
  },
  token_that_opens_nothing: {
    title: 'A token that the provider does not know opens no profile: the person has to sign in.',
    needs: { operations: ['flow.userInfo'] },
    async run(scene) {
      const call = scene.auth.flow.userInfo({ accessToken: 'nobody-was-given-this' });
      assertError(await scene.failure(call), { code: 'unauthenticated', outcome: 'not_applied' });
    },
  },
});

function textOf({ accessToken }: TokenSet): string {
  return accessToken.reveal();
}
