import type { OperationName } from '@patchbay/core';
import type { TraitCall } from '@patchbay/core/conformance';
import type { AuthApi } from '../api.ts';
import type { AuthTrait } from '../capabilities.ts';
import { type AuthScene, goodPassword } from './scene.ts';

type Needy = TraitCall<AuthScene, OperationName<AuthApi>>;

/** For each trait of an operation a call that needs it. Those of methods have cases of their own. */
export const traits: Readonly<Partial<Record<AuthTrait, Needy>>> = {
  'users.metadata': {
    operation: 'users.create',
    input: (scene) => scene.newcomer({ metadata: { plan: 'gold' } }),
  },
  'users.password': {
    operation: 'users.create',
    input: (scene) => scene.newcomer({ password: goodPassword }),
  },
};
