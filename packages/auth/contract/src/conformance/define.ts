import type { OperationName } from '@patchbay/core';
import { type CaseRow, defineSuite, fieldsOf } from '@patchbay/core/conformance';
import type { AuthApi } from '../api.ts';
import type { AuthCapabilities, AuthTrait } from '../capabilities.ts';
import { auth } from '../contract.ts';
import { assertForm } from './form.ts';
import type { AuthSubject } from './harness.ts';
import { personal, recipes } from './recipes.ts';
import { AuthScene } from './scene.ts';
import { traits } from './traits.ts';

type Operation = OperationName<AuthApi>;

/** One behaviour of auth, before it gets its id. */
export type AuthRow = CaseRow<AuthScene, Operation, AuthTrait, AuthCapabilities>;

/** The suite of auth: what is generated, and `cases` for the rest. */
export const suite = defineSuite<AuthApi, AuthCapabilities, AuthSubject, AuthScene>({
  contract: auth,
  scene: (subject) => new AuthScene(subject),
  recipes,
  traits,
  // An id token stands for one person who signed in.
  effects: async ({ subject, auth: facade }) => ({
    signIns: (await subject.issued()).id,
    ...(facade.supports('users.create') && { people: await subject.people() }),
  }),
  examples: {
    write: 'flow.exchange',
    read: 'flow.userInfo',
    list: 'users.list',
    keyless: 'users.create',
  },
  thorough: [
    'flow.exchange',
    'flow.revoke',
    'flow.userInfo',
    'flow.clientCredentials',
    'users.create',
    'users.get',
    'users.list',
    'users.update',
  ],
  assertForm,
  identity: (answer) => fieldsOf(answer)['id'] ?? fieldsOf(answer)['sub'],
  personal: Object.values(personal),
});

export const { cases } = suite;
