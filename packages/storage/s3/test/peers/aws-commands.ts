import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { RunCommand } from './client.ts';

/** awscli, loaded once for all commands. */
export interface AwsCommands extends AsyncDisposable {
  readonly run: RunCommand;
}

const program = fileURLToPath(new URL('aws-commands.py', import.meta.url));
const answerSchema = z.object({ status: z.number(), output: z.string() });

/** Starts it. Commands run one after another. */
export function awsCommands(): AwsCommands {
  const running = spawn('/usr/bin/python3', [program], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: '/usr/bin:/bin' }, // each command adds its own
  });
  const ended = once(running, 'close');
  const answers = createInterface(running.stdout)[Symbol.asyncIterator]();
  return {
    async run(parameters, surroundings) {
      running.stdin.write(`${JSON.stringify({ parameters, ...surroundings })}\n`);
      const { value } = await answers.next();
      const { status, output } = answerSchema.parse(JSON.parse(String(value)));
      if (status !== 0) throw new Error(output);
      return output;
    },
    async [Symbol.asyncDispose]() {
      running.stdin.end();
      await ended;
    },
  };
}
