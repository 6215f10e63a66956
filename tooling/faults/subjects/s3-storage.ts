import { fieldsOf } from '@patchbay/core/conformance';
import { s3Storage } from '@patchbay/storage-s3';
import { bucket, credentials, person, personal } from './input.ts';
import type { Subject } from './subject.ts';

/** The adapter under its default policy. */
export const subject: Subject = {
  secrets: { credential: [credentials.s3.secretAccessKey], 'personal data': personal },
  async open({ origin }) {
    const storage = s3Storage({ bucket, region: 'us-east-1', ...credentials.s3, baseUrl: origin });
    await storage.native();
    return {
      write: () =>
        storage.put('letters/1.txt', `Dear ${person.name}, come and see us.`, {
          metadata: { email: person.email, letter: person.letter },
        }),
      told(result) {
        const { etag } = fieldsOf(result);
        return { done: true, words: etag === undefined ? 'an object without an etag' : 'an etag' };
      },
      close: () => storage.close(),
    };
  },
};
