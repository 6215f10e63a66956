import type { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from './sha256.ts';

/** Loads what signs URLs: a small package, not the SDK. */
export async function loadSigner(
  region: string,
  credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  },
): Promise<SignatureV4> {
  const { SignatureV4: Signer } = await import('@smithy/signature-v4');
  // S3 takes paths as they are; a body is not known yet.
  return new Signer({
    service: 's3',
    region,
    credentials,
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
}
