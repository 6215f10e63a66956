import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';

/** A program and its arguments. */
export type Command = readonly [program: string, ...rest: string[]];

/** Where a command runs. */
export interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What a command printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

const mostMs = 900_000;
const tailLines = 40;
const failureSchema = z.object({
  code: z.union([z.number(), z.string()]).nullish(),
  signal: z.string().nullable().default(null),
  stdout: z.string().default(''),
  stderr: z.string().default(''),
});
const ending = new AbortController();
const start = promisify(execFile);

/** Runs a command to its end. One that fails is told with what it was, how it ended and the end of its output. */
export async function run([program, ...rest]: Command, { cwd, env }: Place): Promise<Printed> {
  try {
    return await start(program, rest, {
      cwd,
      env,
      signal: ending.signal,
      timeout: mostMs,
      maxBuffer: 2 ** 26,
    });
  } catch (error) {
    throw new Error(`$ ${[program, ...rest].join(' ')}\n  in ${cwd}\n${tell(error)}`, { cause: error });
  }
}

/** Ends what runs; what is started later does not run at all. */
export function endAll(): void {
  ending.abort();
}

/** The last lines of what a program printed. */
export function tail(text: string): string {
  return text.trim().split('\n').slice(-tailLines).join('\n');
}

function tell(error: unknown): string {
  const { code, signal, stdout, stderr } = failureSchema.parse(error);
  const how = signal === null ? `it ended with ${code}` : `it was ended by ${signal}`;
  return `  ${how}\n${tail(`${stdout}\n${stderr}`)}`;
}
