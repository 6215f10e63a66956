import type { OperationName } from '@patchbay/core';
import type { TraitCall } from '@patchbay/core/conformance';
import type { StorageApi } from '../api.ts';
import type { StorageTrait } from '../capabilities.ts';
import type { StorageScene } from './scene.ts';

type Needy = TraitCall<StorageScene, OperationName<StorageApi>>;

const put = (more: (scene: StorageScene) => object): Needy => ({
  operation: 'put',
  input: (scene) => ({ key: scene.key(), body: new Uint8Array(1), ...more(scene) }),
});
const copy = (more: (scene: StorageScene) => object): Needy => ({
  operation: 'copy',
  input: (scene) => ({ from: scene.key('from'), to: scene.key('to'), ...more(scene) }),
});
const ifMatch = ({ fixtures }: StorageScene) => ({ ifMatch: fixtures.unknownEtag });

/**
 * For each trait of an operation a call that needs it. Presigned URLs are no operations: they have cases of their own.
 */
export const traits: Readonly<Partial<Record<StorageTrait, Needy>>> = {
  'put.if_absent': put(() => ({ ifAbsent: true })),
  'put.if_match': put(ifMatch),
  'copy.if_absent': copy(() => ({ ifAbsent: true })),
  'copy.if_match': copy(ifMatch),
  'delete.if_match': { operation: 'delete', input: (scene) => ({ key: scene.key(), ...ifMatch(scene) }) },
  metadata: put(() => ({ metadata: { a: 'b' } })),
  content_headers: put(() => ({ cacheControl: 'no-store' })),
  versions: { operation: 'head', input: (scene) => ({ key: scene.key(), versionId: 'v1' }) },
};
