import { isPathStyle, type S3StorageOptions } from '../options.ts';

/** Where an object is, encoded as it is signed. */
export function addressOf(
  options: S3StorageOptions,
  key: string,
): { readonly protocol: string; readonly host: string; readonly path: string } {
  const { bucket, region, baseUrl } = options;
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const base = new URL(baseUrl ?? `https://s3.${region}.${domain}`);
  const path = `${base.pathname.replace(/\/$/, '')}${isPathStyle(options) ? `/${bucket}` : ''}`;
  const host = isPathStyle(options) ? base.host : `${bucket}.${base.host}`;
  const encodedKey = key.split('/').map(escaped).join('/');
  return { protocol: base.protocol, host, path: `${path}/${encodedKey}` };
}

/** As signatures want it, which is stricter than `encodeURIComponent`. */
export function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
