import type { SignatureV4 } from '@smithy/signature-v4';

/** Loads what signs URLs: two small packages, not the SDK. */
export async function loadSigner(
  region: string,
  credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  },
): Promise<SignatureV4> {
  const [{ SignatureV4: Signer }, { Sha256: sha256 }] = await Promise.all([
    import('@smithy/signature-v4'),
    import('@aws-crypto/sha256-js'),
  ]);
  // S3 takes paths as they are; a body is not known yet.
  return new Signer({
    service: 's3',
    region,
    credentials,
    sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
}
