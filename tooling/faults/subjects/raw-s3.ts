import { S3 } from '@aws-sdk/client-s3';
import { fieldsOf } from '@patchbay/core/conformance';
import { bucket, credentials, person, personal } from './input.ts';
import type { Subject } from './subject.ts';

/** `@aws-sdk/client-s3` as it comes; the bucket's name stands in the path because loopback has no names. */
export const subject: Subject = {
  secrets: { credential: [credentials.s3.secretAccessKey], 'personal data': personal },
  async open({ origin }) {
    const s3 = new S3({
      endpoint: origin,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: credentials.s3,
    });
    return {
      write: () =>
        s3.putObject({
          Bucket: bucket,
          Key: 'letters/1.txt',
          Body: `Dear ${person.name}, come and see us.`,
          Metadata: { email: person.email, letter: person.letter },
        }),
      told(result) {
        const { ETag: etag } = fieldsOf(result);
        return { done: true, words: etag === undefined ? 'an object without an ETag' : 'an ETag' };
      },
      close: async () => s3.destroy(),
    };
  },
};
