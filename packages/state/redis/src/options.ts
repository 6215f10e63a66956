import { reveal, type SecretInput } from '@patchbay/core';
import * as z from 'zod';

/** Options of the state on Redis. */
export interface RedisStateOptions {
  /**
   * The server: `redis://user:password@host:port/database`, with TLS `rediss://…`. User, password, port (6379) and
   * database (0) may be left out. Environment: `REDIS_URL`.
   */
  readonly url: SecretInput;
  /**
   * What all keys begin with on the server, so that others can use it too. Instances that share records have the same
   * one. Default: `patchbay:`. Environment: `STATE_REDIS_PREFIX`.
   */
  readonly prefix?: string;
}

export const optionsSchema: z.ZodType<RedisStateOptions> = z.strictObject({
  url: z
    .string('a URL')
    .refine(isAddress, 'a URL such as redis://user:password@host:6379/0 or rediss://host, without parameters')
    .meta({
      env: 'REDIS_URL',
      secret: true,
      description: 'The server, with user and password',
      where: 'the settings of the Redis server, or the console of whoever hosts it',
    }),
  prefix: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters, none of them a control character')
    .exactOptional()
    .meta({ env: 'STATE_REDIS_PREFIX', description: 'What all keys begin with on the server' }),
});

/** Where a server is, and who we are there. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly database: number;
  readonly isEncrypted: boolean;
}

/** What the URL says. */
export function addressOf({ url: given }: RedisStateOptions): Address {
  const url = new URL(reveal(given));
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 6379),
    ...(url.username !== '' && { username: decodeURIComponent(url.username) }),
    ...(url.password !== '' && { password: decodeURIComponent(url.password) }),
    database: Number(url.pathname.slice(1)),
    isEncrypted: url.protocol === 'rediss:',
  };
}

/** What all keys begin with. */
export function prefixOf({ prefix = 'patchbay:' }: RedisStateOptions): string {
  return prefix;
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text) || /%(?![\dA-Fa-f]{2})/.test(text)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(text);
  const isServer = /^rediss?:$/.test(protocol) && hostname !== '';
  return isServer && /^(\/\d{0,5})?$/.test(pathname) && search === '' && hash === '';
}
