import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('loopback/', import.meta.url);

/**
 * A certificate that nobody vouches for, of 127.0.0.1 alone: openssl req -x509 -newkey ec … -addext
 * subjectAltName=IP:127.0.0.1
 */
export const loopback = {
  /** For `NODE_EXTRA_CA_CERTS`: a process that shall trust it. */
  path: fileURLToPath(new URL('certificate.pem', folder)),
  cert: readFileSync(new URL('certificate.pem', folder), 'utf8'),
  key: readFileSync(new URL('key.pem', folder), 'utf8'),
} as const;
