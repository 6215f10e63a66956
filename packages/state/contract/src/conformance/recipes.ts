import type { Recipes } from '@patchbay/core/conformance';
import { fieldsOf } from '@patchbay/core/conformance';
import type { StateApi } from '../api.ts';
import type { StateTrait } from '../capabilities.ts';
import type { StateScene } from './scene.ts';

/** What somebody told us: none of it may appear in an error. */
export const personal = { text: 'For Ada Augusta Lovelace' } as const;

const accepts = true;
const withRecord = { operations: ['put'] } as const;
const secretValue = { value: personal.text };
const unknownKey = { key: 'cases/nobody-wrote-this' };

/** Every operation with the way to call it. A key that names nothing is no mistake anywhere. */
export const recipes: Recipes<StateApi, StateScene, StateTrait> = {
  get: { accepts, ...withRecord, prepare: (scene) => scene.made(), blind: () => unknownKey },
  put: {
    accepts,
    silent: true,
    personal: secretValue,
    prepare: async (scene) => ({ key: scene.key(), value: 'a postcard' }),
    blind: (scene) => ({ key: scene.key(), value: 'a postcard' }),
  },
  delete: { accepts, silent: true, ...withRecord, prepare: (scene) => scene.made(), blind: () => unknownKey },
  putIfAbsent: {
    accepts,
    personal: secretValue,
    prepare: async (scene) => ({ key: scene.key(), value: 'a postcard' }),
    blind: (scene) => ({ key: scene.key(), value: 'a postcard' }),
  },
  cas: {
    accepts,
    personal: { ...secretValue, expected: personal.text },
    prepare: async (scene) => ({ key: scene.key(), expected: undefined, value: 'a postcard' }),
    blind: (scene) => ({ key: scene.key(), expected: undefined, value: 'a postcard' }),
  },
  increment: {
    accepts,
    prepare: async (scene) => ({ key: scene.key('counter') }),
    blind: (scene) => ({ key: scene.key('counter') }),
  },
  list: {
    accepts,
    ...withRecord,
    prepare: (scene) => scene.made().then(() => ({})),
    blind: () => ({}),
  },
};

/** What tells whether two answers are about the same thing. */
export function identity(answer: unknown): unknown {
  const { key, value, items } = fieldsOf(answer);
  return key ?? value ?? items ?? answer;
}
