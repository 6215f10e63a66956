import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@patchbay/testing/node';
import { type S3Fake, s3Fake } from '../../src/fake/index.ts';
import { credentials } from '../fake/sdk.ts';

const execute = promisify(execFile);

/** Where a command runs. */
export interface Surroundings {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a program that drives the fake. Resolves to what it prints, rejects when it fails. */
export type RunCommand = (parameters: readonly string[], surroundings: Surroundings) => Promise<string>;

/** Starts the program at a path for each command. */
export function commandsOf(path: string): RunCommand {
  return async (parameters, { folder, environment }) => {
    const settings = { cwd: folder, env: environment, maxBuffer: 10_000_000 };
    const { stdout } = await execute(path, parameters, settings);
    return stdout;
  };
}

/** A fake behind a socket, a folder to work in, and the program. */
export interface Workshop extends AsyncDisposable {
  readonly fake: S3Fake;
  readonly url: string;
  readonly folder: string;
  /** Runs the program in the folder. */
  call(...parameters: readonly string[]): Promise<string>;
}

export async function workshop(
  command: RunCommand,
  environmentOf: (url: string) => Readonly<Record<string, string>>,
): Promise<Workshop> {
  const fake = s3Fake();
  const server = await serve(fake);
  const folder = await mkdtemp(join(tmpdir(), 's3-peer-'));
  const environment = {
    PATH: '/usr/bin:/bin',
    HOME: folder,
    LC_ALL: 'C.UTF-8',
    ...environmentOf(server.url),
  };
  return {
    fake,
    url: server.url,
    folder,
    call: (...parameters) => command(parameters, { folder, environment }),
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
