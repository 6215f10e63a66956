import type { Contract } from '@patchbay/core';
import type { AuthApi } from './api.ts';
import type { AuthTrait } from './capabilities.ts';
import * as schema from './schemas.ts';
import type { CreateUser, UpdateUser } from './user.ts';

const natural = { repeat: 'natural' } as const;
const never = { repeat: 'never' } as const;
const read = { repeat: 'safe' } as const;
const byId = { input: schema.idSchema, bare: 'id' } as const;
const person = {
  personal: ['email', 'username', 'name', 'pictureUrl', 'metadata', 'vendor', 'password'],
} as const;
const tokens = {
  personal: ['token', 'refreshToken', 'accessToken', 'deviceCode', 'code', 'codeVerifier'],
} as const;

type Traits = readonly AuthTrait[];
const when = (condition: boolean, trait: AuthTrait): Traits => (condition ? [trait] : []);

/** Every operation of the category: how it repeats, what it takes, what it needs of a provider. */
export const operations = {
  'flow.discover': { ...read, summary: 'Read what the provider publishes', input: schema.nothingSchema },
  'flow.keys': { ...read, summary: 'Read the provider’s public keys', input: schema.nothingSchema },
  'flow.exchange': { ...never, ...tokens, summary: 'Get tokens for a code', input: schema.exchangeSchema },
  'flow.refresh': { ...never, ...tokens, summary: 'Refresh tokens', input: schema.refreshSchema },
  'flow.revoke': { ...natural, ...tokens, summary: 'End a token', input: schema.revokeSchema },
  'flow.userInfo': { ...read, ...tokens, summary: 'Read a profile', input: schema.userInfoSchema },
  'flow.clientCredentials': {
    ...natural,
    summary: 'Get tokens for the application',
    input: schema.clientCredentialsSchema,
  },
  'flow.startDevice': { ...natural, summary: 'Start a device’s sign-in', input: schema.startDeviceSchema },
  'flow.pollDevice': {
    ...never,
    ...tokens,
    summary: 'Ask how far a device’s sign-in is',
    input: schema.pollDeviceSchema,
  },
  'users.create': {
    repeat: 'keyed',
    ...person,
    summary: 'Add a user',
    input: schema.createUserSchema,
    traits: ({ metadata, password }: CreateUser): Traits => [
      ...when(metadata !== undefined, 'users.metadata'),
      ...when(password !== undefined, 'users.password'),
    ],
  },
  'users.get': { ...read, ...byId, summary: 'Read a user' },
  'users.find': { ...read, ...person, summary: 'Find users', input: schema.findUserSchema },
  'users.list': { ...read, pages: true, summary: 'List users', input: schema.listUsersSchema },
  'users.update': {
    ...natural,
    ...person,
    summary: 'Change a user',
    input: schema.updateUserSchema,
    traits: ({ metadata }: UpdateUser): Traits => when(metadata !== undefined, 'users.metadata'),
  },
  'users.disable': { ...natural, ...byId, summary: 'Disable a user' },
  'users.enable': { ...natural, ...byId, summary: 'Enable a user' },
  'users.delete': { ...natural, ...byId, summary: 'Forget a user' },
  'users.setPassword': {
    ...natural,
    ...person,
    summary: 'Set a password',
    input: schema.setPasswordSchema,
    traits: (): Traits => ['users.password'],
  },
  'users.verifyPassword': {
    ...read,
    personal: ['identifier', 'password'],
    summary: 'Check a password',
    input: schema.verifyPasswordSchema,
    traits: (): Traits => ['users.password'],
  },
  'users.endSessions': { ...natural, ...byId, summary: 'End a user’s sessions' },
} as const satisfies Contract<AuthApi>['operations'];
