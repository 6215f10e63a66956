import { DriverFailure, type Kit } from '@patchbay/core';
import type { StorageParts } from '@patchbay/storage';
import type { AcmeStorageOptions } from './options.ts';

/** Presigned URLs, without a request. Called only for the traits `presign.*` that the capabilities declare. */
export function urlOf(_options: AcmeStorageOptions, _kit: Kit): StorageParts['url'] {
  return {
    async presign({ method }) {
      const message = `Presigning ${method} is not written. Write it in src/url.ts.`;
      throw new DriverFailure({ code: 'internal', message });
    },
  };
}
