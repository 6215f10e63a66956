import { type Attempt, DriverFailure, type Kit, reveal, secret } from '@patchbay/core';
import { isRefusal } from './errors.ts';
import type { AcmePaymentsOptions } from './options.ts';

/** One command and what goes with it: `['SET', key, value]`. */
export type AcmeCommand = readonly [name: string, ...given: readonly (string | number)[]];

/** Acme's protocol. With an SDK, this room loads it instead: `const { Acme } = await import('acme')`. */
export interface AcmeClient {
  /** Sends one command for one attempt; resolves to what Acme answers. */
  run(command: AcmeCommand, attempt: AcmeAttempt): Promise<unknown>;
  /** Lets go of every connection. */
  close(): Promise<void>;
}

/** What binds a command to its attempt. */
type AcmeAttempt = Pick<Attempt, 'headers' | 'signal'>;

/** Makes the client: it connects with the first command, and repeats none. */
export async function loadClient({ url }: AcmePaymentsOptions, { transport }: Kit): Promise<AcmeClient> {
  const server = new URL(reveal(url));
  if (server.password !== '') secret(decodeURIComponent(server.password)); // as the URL is; Acme may quote a part of it
  return {
    async run(command, { headers }) {
      // Connect before this line: what fails before it has no effect.
      const sending = transport.begin(headers);
      try {
        const answer = await ask(server, command);
        sending.answered();
        return answer;
      } catch (error) {
        if (isRefusal(error)) sending.undone();
        else sending.failed(error);
        throw error;
      }
    },
    close: async () => undefined,
  };
}

/** Stands where code is missing: one command to Acme, and what it answers. */
async function ask(_server: URL, [name]: AcmeCommand): Promise<unknown> {
  const message = `The command ${name} is not written. Write in src/client.ts how Acme is asked: ask, close.`;
  throw new DriverFailure({ code: 'internal', message });
}
