import type { S3 } from '@aws-sdk/client-s3';
import { type Kit, reveal } from '@patchbay/core';
import { isPathStyle, type S3StorageOptions } from '../options.ts';
import { passSenders } from './attempts.ts';
import { addHeaders } from './headers.ts';
import { traced } from './request-handler.ts';

/** Loads the SDK and makes its client. Of the SDK's own rules all are off that would add to ours. */
export async function loadClient(options: S3StorageOptions, kit: Kit): Promise<S3> {
  const [sdk, { NodeHttpHandler }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@smithy/node-http-handler'),
  ]);
  const { region, accessKeyId, secretAccessKey, sessionToken, baseUrl } = options;
  const client = new sdk.S3({
    region,
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        credentials: {
          accessKeyId,
          secretAccessKey: reveal(secretAccessKey),
          ...(sessionToken !== undefined && { sessionToken: reveal(sessionToken) }),
        },
      }),
    ...(baseUrl !== undefined && { endpoint: baseUrl }),
    forcePathStyle: isPathStyle(options),
    maxAttempts: 1,
    retryMode: 'standard',
    cacheMiddleware: true,
    requestHandler: traced(new NodeHttpHandler(noTimeouts), kit.transport),
    requestChecksumCalculation: 'WHEN_REQUIRED', // we bring our own, and a stream's trailer would break other servers
    responseChecksumValidation: 'WHEN_REQUIRED',
    followRegionRedirects: false,
    expectContinueHeader: false, // it opens a new connection, and waits on a timer of its own
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    useArnRegion: false,
    logger: silent,
  });
  signByClock(client, kit);
  addHeaders(client, options);
  passSenders(client);
  buckets.set(client, options.bucket);
  return client;
}

const buckets = new WeakMap<S3, string>();

/** The bucket that a client of ours was made for: a check is given the client alone. */
export function bucketOf(client: S3): string | undefined {
  return buckets.get(client);
}

/** The policy's timeouts are the only ones. */
const noTimeouts = { connectionTimeout: 0, requestTimeout: 0, socketTimeout: 0 };

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The SDK signs with the machine's time and moves it as answers say; core's clock is the only source of time. */
function signByClock(client: S3, { clock }: Kit): void {
  const { signer: signerOf } = client.config;
  client.config.signer = async (scheme) => {
    const signer = await signerOf(scheme);
    return {
      sign: (request, options) => signer.sign(request, { ...options, signingDate: new Date(clock.now()) }),
    };
  };
}
