import { reveal, type SecretInput } from '@patchbay/core';
import * as z from 'zod';
import { defaultPeople, type LocalPerson, peopleSchema } from './engine/people.ts';

/** Options of the embedded provider; all of them may be left out. */
export interface LocalAuthOptions {
  /**
   * Where the application mounts the pages, for example `http://localhost:3000/provider/auth`. It is the issuer.
   * Default: `http://localhost:4242/provider/auth`.
   */
  readonly publicUrl?: string;
  /** The application's callback. Default: `/auth/callback` at the origin of `publicUrl`. */
  readonly redirectUri?: string;
  /** Where the browser goes after sign-out. Default: `/` at the origin of `publicUrl`. */
  readonly signedOutUri?: string;
  /** A JSON file that keeps people, keys and sessions over a restart. Without it they are in memory. */
  readonly file?: string;
  /** Whom a new directory has. Default: Ada, whose e-mail address is verified, and Bob, whose is not. */
  readonly people?: readonly LocalPerson[];
  /**
   * Seals the sign-in transaction. A list while it is rotated: the first one seals, all of them open. Default: a fixed
   * text that protects nothing.
   */
  readonly transactionSecret?: SecretInput | readonly SecretInput[];
}

/** Known to everybody: it protects nothing, and it lets development start without configuration. */
const developmentSecret = 'local-development-secret-of-32-characters';
const developmentUrl = 'http://localhost:4242/provider/auth';

const filled = z.string().regex(/\S/, 'not blank');
const url = z.url({ protocol: /^https?$/ });
const longSecret = z.string().min(32, 'at least 32 characters');

export const optionsSchema: z.ZodType<LocalAuthOptions> = z.strictObject({
  publicUrl: url.exactOptional().meta({
    env: 'AUTH_LOCAL_PUBLIC_URL',
    description: 'Where the application mounts the pages; it is the issuer',
    where: 'the public URL of your application',
  }),
  redirectUri: url.exactOptional().meta({
    env: 'AUTH_LOCAL_REDIRECT_URI',
    description: 'Where the browser comes back to after sign-in',
    where: 'the callback route of your application',
  }),
  signedOutUri: url.exactOptional().meta({
    env: 'AUTH_LOCAL_SIGNED_OUT_URI',
    description: 'Where the browser goes after sign-out',
    where: 'a page of your application',
  }),
  file: filled.exactOptional().meta({
    env: 'AUTH_LOCAL_FILE',
    description: 'JSON file that keeps people, keys and sessions over a restart',
    where: 'a path that the application may write to',
  }),
  people: peopleSchema.exactOptional().meta({ description: 'Whom a new directory has' }),
  transactionSecret: z
    .union([longSecret, z.array(longSecret).min(1).readonly()])
    .exactOptional()
    .meta({
      env: 'AUTH_LOCAL_TRANSACTION_SECRET',
      secret: true,
      description: 'Seals the sign-in transaction',
      where: 'any text of your own of 32 characters or more',
    }),
});

/** All secrets that are valid now; the first one seals. */
export function secretsOf({
  transactionSecret = developmentSecret,
}: Pick<LocalAuthOptions, 'transactionSecret'>): readonly string[] {
  return [transactionSecret].flat().map(reveal);
}

/** Options with their defaults. */
export interface LocalSettings {
  readonly issuer: string;
  readonly redirectUri: string;
  readonly signedOutUri: string;
  readonly file: string | undefined;
  readonly people: readonly LocalPerson[];
}

export function settingsOf(options: LocalAuthOptions): LocalSettings {
  const { file, people = defaultPeople } = options;
  const issuer = (options.publicUrl ?? developmentUrl).replace(/\/+$/, '');
  const { redirectUri = new URL('/auth/callback', issuer).href } = options;
  const { signedOutUri = new URL('/', issuer).href } = options;
  return { issuer, redirectUri, signedOutUri, file, people };
}
