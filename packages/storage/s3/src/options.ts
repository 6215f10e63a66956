import type { SecretInput } from '@patchbay/core';
import * as z from 'zod';

/** Settings of `s3Storage`. */
export interface S3StorageOptions {
  /** The bucket that holds all objects. Environment: `S3_BUCKET`. */
  readonly bucket: string;
  /** The bucket's region, for example `eu-central-1`. Environment: `AWS_REGION`. */
  readonly region: string;
  /**
   * Access key. Without it the SDK looks for credentials where AWS's own tools do (environment, profile, role of the
   * machine); URLs cannot be presigned then. Environment: `AWS_ACCESS_KEY_ID`.
   */
  readonly accessKeyId?: string;
  /** Secret of the access key. Environment: `AWS_SECRET_ACCESS_KEY`. */
  readonly secretAccessKey?: SecretInput;
  /** Token of temporary credentials. Environment: `AWS_SESSION_TOKEN`. */
  readonly sessionToken?: SecretInput;
  /** Another server that speaks S3's API: MinIO, R2, a fake. Environment: `S3_BASE_URL`. */
  readonly baseUrl?: string;
  /** Whether the bucket's name stands in the path. Default: true with `baseUrl`. Environment: `S3_FORCE_PATH_STYLE`. */
  readonly forcePathStyle?: boolean;
  /**
   * `generic` is for servers that do not know S3's checksums: bodies are protected on their way by MD5 alone, and reads
   * are not verified. Default: `aws`. Environment: `S3_DIALECT`.
   */
  readonly dialect?: 'aws' | 'generic';
}

const where = 'IAM > Users > the user > Security credentials';

/** What `s3Storage` takes, with the names and places that configuration tells of. */
export const optionsSchema: z.ZodType<S3StorageOptions> = z
  .strictObject({
    bucket: z
      .string('the name of a bucket')
      .regex(/^[\w][\w.-]{1,253}[\w]$/, 'the name of a bucket')
      .meta({ env: 'S3_BUCKET', where: 'S3 > General purpose buckets' }),
    region: z
      .string('a region, for example eu-central-1')
      .regex(/^[a-z0-9-]+$/, 'a region, for example eu-central-1')
      .meta({ env: 'AWS_REGION', where: 'S3 > the bucket > Properties > AWS Region' }),
    accessKeyId: z
      .string('an access key')
      .regex(/^\S{3,}$/, 'an access key without spaces')
      .exactOptional()
      .meta({ env: 'AWS_ACCESS_KEY_ID', where }),
    secretAccessKey: z
      .string('the secret of the access key')
      .regex(/^\S{8,}$/, 'the secret of the access key, without spaces')
      .exactOptional()
      .meta({ env: 'AWS_SECRET_ACCESS_KEY', secret: true, where }),
    sessionToken: z
      .string('a session token')
      .regex(/^\S+$/, 'a session token without spaces')
      .exactOptional()
      .meta({ env: 'AWS_SESSION_TOKEN', secret: true, where: 'whoever gave out the temporary credentials' }),
    baseUrl: z
      .url({ protocol: /^https?$/, error: 'an http or https URL' })
      .refine(isBase, 'a URL without query or password, for example http://127.0.0.1:9000')
      .exactOptional()
      .meta({ env: 'S3_BASE_URL' }),
    forcePathStyle: z.boolean().exactOptional().meta({ env: 'S3_FORCE_PATH_STYLE' }),
    dialect: z.enum(['aws', 'generic']).exactOptional().meta({ env: 'S3_DIALECT' }),
  })
  .refine(
    ({ accessKeyId, secretAccessKey }) => (accessKeyId === undefined) === (secretAccessKey === undefined),
    {
      path: ['secretAccessKey'],
      error: 'both of accessKeyId and secretAccessKey, or neither',
    },
  )
  .refine(({ accessKeyId, sessionToken }) => sessionToken === undefined || accessKeyId !== undefined, {
    path: ['sessionToken'],
    error: 'accessKeyId beside it',
  });

/** Whether the bucket's name stands in the path: a certificate for `*.s3…` does not cover names with dots. */
export function isPathStyle({ bucket, baseUrl, forcePathStyle }: S3StorageOptions): boolean {
  return forcePathStyle ?? (baseUrl !== undefined || bucket.includes('.'));
}

function isBase(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { search, hash, username, password } = new URL(url);
  return `${search}${hash}${username}${password}` === '';
}
