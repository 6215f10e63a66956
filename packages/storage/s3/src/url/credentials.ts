import { DriverFailure, reveal } from '@patchbay/core';
import type { S3StorageOptions } from '../options.ts';

/** What signs. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/**
 * The credentials of the options; those that the SDK would find are not ours to ask for.
 * @throws `DriverFailure` `config_invalid`.
 */
export function credentialsOf({ accessKeyId, secretAccessKey, sessionToken }: S3StorageOptions): Credentials {
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const message = 'URLs are presigned with accessKeyId and secretAccessKey; the options have none.';
    throw new DriverFailure({ code: 'config_invalid', message });
  }
  return {
    accessKeyId,
    secretAccessKey: reveal(secretAccessKey),
    ...(sessionToken !== undefined && { sessionToken: reveal(sessionToken) }),
  };
}
