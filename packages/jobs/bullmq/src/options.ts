import { reveal, type SecretInput } from '@patchbay/core';
import { defaultKeepDoneMs, type KeepDone, keepDoneMsDescription, keepDoneMsSchema } from '@patchbay/jobs';
import * as z from 'zod';

/** Options of the jobs on BullMQ. */
export interface BullmqJobsOptions extends KeepDone {
  /**
   * The server: `redis://user:password@host:port/database`, with TLS `rediss://…`. User, password, port (6379) and
   * database (0) may be left out. Environment: `REDIS_URL`.
   */
  readonly url: SecretInput;
  /**
   * BullMQ’s prefix, with which all keys begin on the server. Instances that share queues have the same one. 1 to 200
   * characters without a colon. Default: `patchbay-jobs`. Environment: `JOBS_BULLMQ_PREFIX`.
   */
  readonly prefix?: string;
}

export const optionsSchema: z.ZodType<BullmqJobsOptions> = z.strictObject({
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
    .regex(/^[^:\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters, none of them a colon or a control character')
    .exactOptional()
    .meta({ env: 'JOBS_BULLMQ_PREFIX', description: 'What all keys begin with on the server' }),
  keepDoneMs: keepDoneMsSchema.exactOptional().meta({
    env: 'JOBS_BULLMQ_KEEP_DONE_MS',
    description: keepDoneMsDescription,
  }),
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
export function addressOf({ url: given }: BullmqJobsOptions): Address {
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
export function prefixOf({ prefix = 'patchbay-jobs' }: BullmqJobsOptions): string {
  return prefix;
}

/** How long a job that was done is remembered, in milliseconds. */
export function keepDoneMsOf({ keepDoneMs = defaultKeepDoneMs }: BullmqJobsOptions): number {
  return keepDoneMs;
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text) || /%(?![\dA-Fa-f]{2})/.test(text)) return false;
  const { protocol, hostname, pathname, search, hash } = new URL(text);
  const isServer = /^rediss?:$/.test(protocol) && hostname !== '';
  return isServer && /^(\/\d{0,5})?$/.test(pathname) && search === '' && hash === '';
}
