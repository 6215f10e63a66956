import { once } from 'node:events';
import { startChild } from './child.ts';
import { farSidePath, recoverPath } from './far-side.ts';

/** A vendor's fake in a process of its own. */
export interface Fake extends AsyncDisposable {
  /** What it tells of itself, its `url` at least. */
  readonly told: Readonly<Record<string, string>> & { readonly url: string };
  /** What it has, as it tells it. */
  farSide<T>(): Promise<T>;
  /** Ends its fault. */
  recover(): Promise<void>;
}

export interface FakeOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** HTTP status of its fault, if it has one. */
  readonly fault: number | undefined;
  readonly onOutput: ((text: string) => void) | undefined;
  /** What it does besides, by the name that it has for it. */
  readonly chaos?: string | undefined;
}

/** Starts `fakes/<vendor>.ts`; resolves when it listens. */
export async function startFake(
  vendor: string,
  { environment, fault, chaos, onOutput }: FakeOptions,
): Promise<Fake> {
  const child = startChild(`tooling/story/fakes/${vendor}.ts`, {
    arguments: ['--conditions=@patchbay/source'],
    environment: {
      ...environment,
      ...(fault !== undefined && { FAKE_FAULT: String(fault) }),
      ...(chaos !== undefined && { FAKE_CHAOS: chaos }),
    },
    ipc: true,
    onOutput,
  });
  const ended = once(child.process, 'exit').then(() => {
    throw new Error(`The fake ended:\n${child.output()}`);
  });
  const messages: readonly unknown[] = await Promise.race([once(child.process, 'message'), ended]);
  const told = toldBy(messages[0]);
  return {
    told,
    async farSide<T>() {
      const response = await fetch(`${told.url}${farSidePath}`);
      // Our own process answers, with the type that it is written against.
      return (await response.json()) as T;
    },
    async recover() {
      const { ok, status } = await fetch(`${told.url}${recoverPath}`, { method: 'POST' });
      if (!ok) throw new Error(`The fake of ${vendor} does not recover: ${status}.`);
    },
    [Symbol.asyncDispose]: child[Symbol.asyncDispose],
  };
}

function toldBy(message: unknown): Fake['told'] {
  if (typeof message !== 'object' || message === null || !('url' in message))
    throw new Error('The fake did not say where it listens.');
  const entries = Object.entries(message).map(([name, value]) => [name, String(value)] as const);
  return { ...Object.fromEntries(entries), url: String(message.url) };
}
