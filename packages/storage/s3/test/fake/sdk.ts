import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { serve } from '@patchbay/testing/node';
import { type S3Fake, type S3FakeOptions, s3Fake } from '../../src/fake/index.ts';

export const credentials = {
  accessKeyId: 'AKIAFAKE00000000FAKE',
  secretAccessKey: 'fake-secret-access-key',
} as const;

/** A fake behind a socket, and the real SDK that talks to it. */
export interface Connected extends AsyncDisposable {
  readonly fake: S3Fake;
  readonly url: string;
  readonly client: S3Client;
  /** Another client of the same fake. */
  connect(config?: S3ClientConfig): S3Client;
}

export async function connected(options: S3FakeOptions = {}): Promise<Connected> {
  const fake = s3Fake(options);
  const server = await serve(fake);
  const clients: S3Client[] = [];
  const connect = (config: S3ClientConfig = {}) => {
    const client = new S3Client({
      endpoint: server.url,
      forcePathStyle: true,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
      ...config,
    });
    clients.push(client);
    return client;
  };
  return {
    fake,
    url: server.url,
    client: connect(),
    connect,
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await server.close();
    },
  };
}

/** What a failing call was answered with. */
export async function failure(
  call: Promise<unknown>,
): Promise<{ readonly name: string; readonly status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata: unknown = Reflect.get(error, '$metadata');
    const status =
      typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
        ? Number(metadata.httpStatusCode)
        : undefined;
    return { name: error.name, status };
  }
  throw new Error('The call did not fail.');
}
