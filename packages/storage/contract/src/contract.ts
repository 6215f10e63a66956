import type {
  AnyCapabilities,
  Contract,
  Facade,
  Integration,
  OperationName,
  Portable,
  Requirement,
} from '@patchbay/core';
import type { StorageApi } from './api.ts';
import type { StorageTrait } from './capabilities.ts';
import { type StorageMethods, storageMethods } from './methods.ts';
import { operations } from './operations.ts';
import type { PresignedPost, PresignedRequest, PresignPostRequest, PresignRequest } from './presign.ts';

/** The parts of a storage adapter outside the pipeline. */
export interface StorageParts {
  /** Presigns without a request. Never loads the vendor's SDK. */
  readonly url: {
    readonly presign: (request: PresignRequest) => Promise<PresignedRequest>;
    readonly presignPost?: (request: PresignPostRequest) => Promise<PresignedPost>;
  };
  /** Answers requests to signed URLs from within the application. Called when the client is loaded. */
  readonly pages?: { readonly handle: (request: Request) => Promise<Response | undefined> };
}

/** Operations that users hold in the richer form of `StorageMethods`. */
type Richer = 'put' | 'get';

/** The storage of one vendor: what it lacks does not compile. For adapter authors. */
export type StorageOf<C extends AnyCapabilities> = Integration &
  Omit<Facade<StorageApi, C>, Richer> &
  StorageMethods;

/** The storage of any vendor that has the operations `N`. For application code. */
export type Storage<N extends OperationName<StorageApi> = never> = Integration &
  Omit<Portable<StorageApi, N>, Richer> &
  StorageMethods;

/** What application code may need beyond operations. */
export interface StorageNeeds {
  /** Abilities within operations, for example `put.if_absent`. */
  readonly traits?: readonly StorageTrait[];
}

/** The storage category as data. @sealed */
export interface StorageContract extends Contract<StorageApi, StorageMethods, StorageParts> {
  /**
   * What application code requires of whoever provides storage: operations, traits.
   * @example storage.needs('put', 'get', { traits: ['presign.post'] })
   */
  needs<const N extends readonly (OperationName<StorageApi> | StorageNeeds)[]>(
    ...needs: N
  ): Requirement<Storage<Extract<N[number], string>>>;
}

/** The storage category: its table of operations, its methods, and `needs`. */
export const storage: StorageContract = {
  category: 'storage',
  operations,
  methods: storageMethods,
  needs(...needs) {
    const further = needs.filter((need) => typeof need === 'object');
    return {
      category: 'storage',
      operations: needs.filter((need) => typeof need === 'string'),
      traits: further.flatMap(({ traits = [] }) => traits),
      problems: () => [],
    };
  },
};
