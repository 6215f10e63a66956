import { type OperationName, Secret } from '@patchbay/core';
import { assert, assertEqual, assertOneOf, fieldsOf } from '@patchbay/core/conformance';
import type { AuthApi } from '../api.ts';
import type { AuthScene } from './scene.ts';

type Fields = Readonly<Record<string, unknown>>;
type Check = (answer: Fields, scene: AuthScene) => void;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isDate = (value: unknown): boolean => value instanceof Date && !Number.isNaN(value.getTime());
const isAbsentOr = (value: unknown, test: (value: unknown) => boolean): boolean =>
  value === undefined || test(value);

const tokens: Check = ({ accessToken, tokenType, expiresInSeconds, refreshToken, idToken }) => {
  assert(isText(accessToken), 'accessToken is text');
  assert(isText(tokenType) && tokenType.toLowerCase() === 'bearer', 'tokenType is Bearer');
  assert(
    isAbsentOr(expiresInSeconds, (value) => Number(value) > 0),
    'expiresInSeconds is a span of time',
  );
  assert(isAbsentOr(refreshToken, isText) && isAbsentOr(idToken, isText), 'the other tokens are text');
};
const personTokens: Check = (answer, scene) => {
  tokens(answer, scene);
  assert(isText(answer['idToken']), 'there is an id token');
};
const user: Check = (answer, { auth, fixtures }) => {
  assert(isText(answer['id']), 'id is text');
  assertEqual([answer['provider'], answer['issuer']], [auth.provider, fixtures.issuer], 'provider, issuer');
  assertEqual(typeof answer['emailVerified'], 'boolean', 'type of emailVerified');
  assertOneOf(answer['status'], ['active', 'disabled', 'invited'], 'status');
  assert(isDate(answer['createdAt']) && isDate(answer['updatedAt']), 'createdAt and updatedAt are dates');
  const texts = [...Object.values(fieldsOf(answer['metadata'])), answer['email'] ?? '', answer['name'] ?? ''];
  assert(
    texts.every((text) => typeof text === 'string'),
    'e-mail address, name and metadata are text',
  );
};
const nothing: Check = () => {};

/** What each operation's answer has, or each item of its list. */
const forms: Readonly<Record<OperationName<AuthApi>, Check>> = {
  'flow.discover': (answer, { fixtures }) => {
    assertEqual(answer['issuer'], fixtures.issuer, 'issuer');
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri'])
      assert(URL.canParse(String(answer[name])), `${name} is a URL`);
  },
  'flow.keys': ({ keys }) => {
    assert(Array.isArray(keys) && keys.length > 0, 'there are keys');
    for (const key of keys) assert(!('d' in fieldsOf(key)), 'no key shows its secret half');
  },
  'flow.exchange': personTokens,
  'flow.refresh': tokens,
  'flow.revoke': nothing,
  'flow.userInfo': (answer, { fixtures }) => assertEqual(answer['sub'], fixtures.people.ada.subject, 'sub'),
  'flow.clientCredentials': (answer, scene) => {
    tokens(answer, scene);
    assertEqual(answer['idToken'], undefined, 'an id token of nobody');
  },
  'flow.startDevice': (grant, { clock }) => {
    assert(Secret.is(grant['deviceCode']), 'deviceCode is a secret');
    assert(isText(grant['userCode']), 'userCode is text');
    assert(URL.canParse(String(grant['verificationUrl'])), 'verificationUrl is a URL');
    assert(Number(grant['expiresAt']) > clock.now(), 'expiresAt is to come');
    assert(Number(grant['intervalMs']) >= 1000, 'intervalMs is a second or more');
  },
  'flow.pollDevice': ({ status, tokens: granted }, scene) => {
    assertEqual(status, 'granted', 'status');
    personTokens(fieldsOf(granted), scene);
  },
  'users.create': user,
  'users.get': user,
  'users.find': user,
  'users.list': user,
  'users.update': user,
  'users.disable': user,
  'users.enable': user,
  'users.delete': nothing,
  'users.setPassword': nothing,
  'users.verifyPassword': ({ status, user: right }, scene) => {
    assertEqual(status, 'right', 'status');
    assertUser(scene, right);
  },
  'users.endSessions': nothing,
};

/** Fails unless an answer has the form that the category promises. */
export function assertForm(scene: AuthScene, answer: unknown, operation: OperationName<AuthApi>): void {
  if (operation === 'flow.discover') assertRaw(answer);
  if (!operation.startsWith('users.') || operation === 'users.verifyPassword')
    return forms[operation](fieldsOf(answer), scene);
  for (const item of Array.isArray(answer) ? answer : [answer]) assertUser(scene, item);
}

function assertUser(scene: AuthScene, answer: unknown): void {
  assertRaw(answer);
  user(fieldsOf(answer), scene);
}

/** The vendor's own object is there and does not print, and no field says nothing. */
export function assertRaw(answer: unknown): void {
  assert(typeof answer === 'object' && answer !== null && 'raw' in answer, 'the answer has raw');
  assertEqual(Object.keys(answer).includes('raw'), false, 'whether raw is enumerable');
  const empty = Object.entries(answer).filter(([, member]) => member === undefined || member === null);
  assertEqual(
    empty.map(([name]) => name),
    [],
    'fields that are there and say nothing',
  );
}
