import { fieldsOf, type Recipes } from '@patchbay/core/conformance';
import type { StorageApi } from '../api.ts';
import type { StorageTrait } from '../capabilities.ts';
import type { StorageScene } from './scene.ts';

/** What somebody told us: none of it may appear in an error. */
export const personal = { text: 'For Ada Augusta Lovelace' } as const;

const body = new TextEncoder().encode('Greetings from the sea.');
const described = { metadata: { note: personal.text } };
const unknownKey = 'cases/nobody-wrote-this';
const withObject = { operations: ['put'] } as const;
const withUpload = { operations: ['uploads.create'] } as const;
const withPart = { operations: ['uploads.create', 'uploads.put'] } as const;

/** The answer is in the headers: a body that is cut or never ends says nothing. */
const inHeaders = { truncated: false, slow_body: false } as const;
/** There is no answer but the status. */
const inStatus = { ...inHeaders, garbage: false, other_shape: false } as const;

const keyOf = async (made: Promise<{ readonly key: string }>) => ({ key: (await made).key });
const partSent = async (scene: StorageScene) => {
  const session = await scene.session();
  return { session, parts: [await scene.part(session, 1, body)] };
};

/** `put` takes the key and the body on their own. */
const put = (scene: StorageScene, input: Readonly<Record<string, unknown>>, options: object) => {
  const { key, body: given, ...fields } = input;
  return scene.storage.put(key as string, given as Uint8Array, { ...fields, ...options }); // misshapen on purpose
};

/** An object that is not read keeps its connection: the whole of it is the answer. */
const getWhole = async (scene: StorageScene, input: unknown, options: object) => {
  const object = await scene.storage.get(input as { readonly key: string }, options); // misshapen on purpose
  return { ...object, text: await object.text() };
};

/** Every operation with the way to call it. */
export const recipes: Recipes<StorageApi, StorageScene, StorageTrait> = {
  put: {
    accepts: true,
    personal: described,
    endings: inHeaders,
    call: put,
    prepare: async (scene) => ({ key: scene.key(), body }),
    blind: (scene) => ({ key: scene.key(), body }),
  },
  get: {
    ...withObject,
    endings: inStatus,
    call: getWhole,
    prepare: (scene) => keyOf(scene.made()),
    blind: () => ({ key: unknownKey }),
  },
  head: {
    ...withObject,
    endings: inHeaders,
    prepare: (scene) => keyOf(scene.made()),
    blind: () => ({ key: unknownKey }),
  },
  list: {
    accepts: true,
    ...withObject,
    prepare: (scene) => scene.made().then(() => ({})),
    blind: () => ({}),
  },
  delete: {
    accepts: true,
    silent: true,
    ...withObject,
    endings: inStatus,
    prepare: (scene) => keyOf(scene.made()),
    blind: () => ({ key: unknownKey }),
  },
  deleteMany: {
    accepts: true,
    ...withObject,
    prepare: async (scene) => ({ keys: [(await scene.made()).key, (await scene.made()).key] }),
    blind: () => ({ keys: [unknownKey] }),
  },
  copy: {
    ...withObject,
    prepare: async (scene) => ({ from: (await scene.made()).key, to: scene.key('copy') }),
    blind: (scene) => ({ from: unknownKey, to: scene.key('copy') }),
  },
  'uploads.create': {
    accepts: true,
    personal: described,
    prepare: async (scene) => ({ key: scene.key() }),
    blind: (scene) => ({ key: scene.key() }),
  },
  'uploads.put': {
    ...withUpload,
    endings: inHeaders,
    prepare: async (scene) => ({ session: await scene.session(), number: 1, body }),
    blind: ({ fixtures }) => ({ session: fixtures.unknownUpload, number: 1, body }),
  },
  'uploads.parts': {
    ...withPart,
    prepare: async (scene) => ({ session: (await partSent(scene)).session }),
    blind: ({ fixtures }) => ({ session: fixtures.unknownUpload }),
  },
  'uploads.complete': {
    ...withPart,
    prepare: partSent,
    blind: ({ fixtures }) => ({
      session: fixtures.unknownUpload,
      parts: [{ number: 1, etag: fixtures.unknownEtag, sizeBytes: body.byteLength }],
    }),
  },
  'uploads.abort': {
    accepts: true,
    silent: true,
    ...withUpload,
    endings: inStatus,
    prepare: async (scene) => ({ session: await scene.session() }),
    blind: ({ fixtures }) => ({ session: fixtures.unknownUpload }),
  },
  'uploads.list': {
    accepts: true,
    ...withUpload,
    prepare: (scene) => scene.session().then(() => ({})),
    blind: () => ({}),
  },
};

/** What tells whether two answers are about the same thing: the object's, the part's or the upload's own name. */
export function identity(answer: unknown): unknown {
  const { info, etag, id, items } = fieldsOf(answer);
  return fieldsOf(info)['etag'] ?? etag ?? id ?? items ?? answer;
}
