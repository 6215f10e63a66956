import type { StorageSubject } from '@patchbay/storage/conformance';
import type { Probe } from '../probe.ts';

const personal = { name: 'Augusta Ada King', email: 'ada@lovelace.test' };

/** An object with what is private in its metadata. */
export const storageProbe: Probe<StorageSubject> = {
  operation: 'put',
  kind: 'natural',
  personal: Object.values(personal),
  // The answer to a write is in its headers.
  except: ['truncated', 'slow_body'],
  write: ({ facade }, options) =>
    facade.put('probe/letter.txt', 'Dear Ada', { metadata: personal, ...options }),
  effects: async ({ objects }) => (await objects()).length,
};
