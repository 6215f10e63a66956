import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@patchbay/testing/node';
import { type S3Fake, s3Fake } from '../../src/fake/index.ts';
import { credentials } from '../fake/sdk.ts';

const run = promisify(execFile);
const listed = readFileSync(new URL('../../../../../.ci/packages.txt', import.meta.url), 'utf8');

/** A program that drives the fake, and the Debian package that it comes from. */
export interface ClientProgram {
  readonly debianPackage: string;
  readonly path: string;
}

/** Why a program cannot be used here; `undefined` when it can. Where everything must run that is a failure. */
export function missing({ debianPackage, path }: ClientProgram): string | undefined {
  if (existsSync(path)) return undefined;
  const why = `no ${path} (Debian: apt-get install ${debianPackage})`;
  const promised = listed.split('\n').includes(debianPackage);
  if (promised && process.env['CI'] === 'true') throw new Error(`A peer cannot run: ${why}.`);
  console.log(`A peer is left out: ${why}.`);
  return why;
}

/** A fake behind a socket, a folder to work in, and the program. */
export interface Workshop extends AsyncDisposable {
  readonly fake: S3Fake;
  readonly url: string;
  readonly folder: string;
  /** Runs the program in the folder. Resolves to what it prints, rejects when it fails. */
  call(...parameters: readonly string[]): Promise<string>;
}

export async function workshop(
  { path }: ClientProgram,
  environment: (url: string) => Readonly<Record<string, string>>,
): Promise<Workshop> {
  const fake = s3Fake();
  const server = await serve(fake);
  const folder = await mkdtemp(join(tmpdir(), 's3-peer-'));
  const env = { PATH: '/usr/bin:/bin', HOME: folder, LC_ALL: 'C.UTF-8', ...environment(server.url) };
  return {
    fake,
    url: server.url,
    folder,
    async call(...parameters) {
      const { stdout } = await run(path, parameters, { cwd: folder, env, maxBuffer: 10_000_000 });
      return stdout;
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What AWS's own tools read from the environment. */
export const awsEnvironment = {
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
} as const;
