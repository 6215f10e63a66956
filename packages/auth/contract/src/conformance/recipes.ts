import { assert, type Recipe, type Recipes } from '@patchbay/core/conformance';
import type { AuthApi } from '../api.ts';
import type { AuthTrait } from '../capabilities.ts';
import { type AuthScene, goodPassword } from './scene.ts';

/** What is private to somebody: none of it may appear in an error. */
export const personal = {
  email: 'ada.lovelace@private.example',
  name: 'Ada Augusta Lovelace',
  password: 'my-dog-is-called-Rex-1815',
  token: 'a-token-that-opens-every-door',
} as const;

type Endings = NonNullable<Recipe<AuthScene>['endings']>;

/** Where the answer is nothing, what came instead of it is not looked at. */
const unread: Endings = { garbage: false, other_shape: false, truncated: false, slow_body: false };
/** The application needs no credential of its own for it. */
const open = { public: true, accepts: true } as const;
const signedIn = { traits: ['sign_in'] } as const;
const withCreate = { operations: ['users.create'] } as const;

const unknownUser = ({ fixtures }: AuthScene) => ({ id: fixtures.unknownUserId });
const somebody = async (scene: AuthScene) => ({ id: (await scene.create()).id });

/** Every operation with the way to call it. */
export const recipes: Recipes<AuthApi, AuthScene, AuthTrait> = {
  'flow.discover': { ...open, prepare: async () => ({}), blind: () => ({}) },
  'flow.keys': { ...open, prepare: async () => ({}), blind: () => ({}) },
  'flow.exchange': {
    accepts: true,
    ...signedIn,
    operations: ['flow.discover'],
    personal: { code: personal.token },
    prepare: (scene) => scene.exchangeable(),
    blind: ({ fixtures }) => ({
      code: 'nobody-was-given-this',
      redirectUri: fixtures.redirectUri,
      codeVerifier: 'nobody-thought-of-this-verifier-0123456789-_',
    }),
  },
  'flow.refresh': {
    accepts: true,
    ...signedIn,
    personal: { refreshToken: personal.token },
    prepare: async (scene) => ({ refreshToken: await refreshTokenOf(scene) }),
    blind: () => ({ refreshToken: 'nobody-was-given-this' }),
  },
  'flow.revoke': {
    accepts: true,
    silent: true,
    endings: unread,
    ...signedIn,
    personal: { token: personal.token },
    prepare: async (scene) => ({ token: await refreshTokenOf(scene), kind: 'refresh_token' }),
    blind: () => ({ token: 'nobody-was-given-this', kind: 'refresh_token' }),
  },
  'flow.userInfo': {
    ...open,
    ...signedIn,
    personal: { accessToken: personal.token },
    prepare: async (scene) => ({ accessToken: (await scene.signIn()).tokens.accessToken }),
    blind: () => ({ accessToken: 'nobody-was-given-this' }),
  },
  'flow.clientCredentials': {
    accepts: true,
    prepare: async ({ fixtures }) => ({ scopes: [fixtures.api.scope], audience: fixtures.api.audience }),
    blind: () => ({}),
  },
  'flow.startDevice': { accepts: true, prepare: async () => ({ scopes: ['openid'] }), blind: () => ({}) },
  'flow.pollDevice': {
    accepts: true,
    operations: ['flow.startDevice'],
    personal: { deviceCode: personal.token },
    prepare: async (scene) => ({ deviceCode: (await scene.grantedDevice()).deviceCode }),
    blind: () => ({ deviceCode: 'nobody-was-given-this' }),
  },
  'users.create': {
    accepts: true,
    personal: { email: personal.email, name: personal.name },
    prepare: async (scene) => scene.newcomer({ name: 'Grace' }),
    blind: (scene) => scene.newcomer(),
  },
  'users.get': { ...withCreate, prepare: somebody, blind: unknownUser },
  'users.find': {
    accepts: true,
    ...withCreate,
    personal: { email: personal.email },
    prepare: async (scene) => ({ email: (await scene.create()).email ?? '' }),
    blind: () => ({ email: 'nobody@people.example' }),
  },
  'users.list': {
    accepts: true,
    ...withCreate,
    prepare: (scene) => scene.create().then(() => ({})),
    blind: () => ({}),
  },
  'users.update': {
    ...withCreate,
    personal: { email: personal.email, name: personal.name },
    prepare: async (scene) => ({ ...(await somebody(scene)), name: 'Grace Hopper' }),
    blind: (scene) => ({ ...unknownUser(scene), name: 'Grace Hopper' }),
  },
  'users.disable': { ...withCreate, prepare: somebody, blind: unknownUser },
  'users.enable': { ...withCreate, prepare: somebody, blind: unknownUser },
  'users.delete': {
    accepts: true,
    silent: true,
    endings: unread,
    ...withCreate,
    prepare: somebody,
    blind: unknownUser,
  },
  'users.setPassword': {
    silent: true,
    endings: unread,
    ...withCreate,
    traits: ['users.password'],
    personal: { password: personal.password },
    prepare: async (scene) => ({ ...(await somebody(scene)), password: goodPassword }),
    blind: (scene) => ({ ...unknownUser(scene), password: goodPassword }),
  },
  'users.verifyPassword': {
    accepts: true,
    ...withCreate,
    traits: ['users.password'],
    personal: { identifier: personal.email, password: personal.password },
    prepare: async (scene) => ({
      identifier: (await scene.withPassword()).identifier,
      password: goodPassword,
    }),
    blind: () => ({ identifier: 'nobody@people.example', password: goodPassword }),
  },
  'users.endSessions': {
    silent: true,
    endings: unread,
    ...withCreate,
    prepare: somebody,
    blind: unknownUser,
  },
};

async function refreshTokenOf(scene: AuthScene): Promise<string> {
  const { refreshToken } = (await scene.signInForLong()).tokens;
  assert(refreshToken !== undefined, 'a sign-in with `refreshScopes` brings a refresh token');
  return refreshToken.reveal();
}
