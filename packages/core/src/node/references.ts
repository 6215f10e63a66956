import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { rememberSecret } from '../redaction.ts';

/** What a reference stands for, or why it stands for nothing. */
export type Resolved = { readonly value: unknown } | { readonly found: string; readonly expected: string };

/** Resolves `file:/run/secrets/x` and `env:NAME` of a secret option; other values stay as they are. */
export async function resolveReference(
  value: unknown,
  {
    directory,
    env,
  }: { readonly directory: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Resolved> {
  if (Array.isArray(value)) return resolveList(value, { directory, env });
  if (typeof value !== 'string') return { value };
  if (value.startsWith('env:')) return fromVariable(value.slice('env:'.length), env);
  if (value.startsWith('file:')) return fromFile(resolve(directory, value.slice('file:'.length)));
  rememberSecret(value);
  return { value };
}

async function resolveList(
  list: readonly unknown[],
  from: Parameters<typeof resolveReference>[1],
): Promise<Resolved> {
  const resolved = await Promise.all(list.map((value) => resolveReference(value, from)));
  const failed = resolved.find((one) => !('value' in one));
  return failed ?? { value: resolved.map((one) => ('value' in one ? one.value : undefined)) };
}

function fromVariable(name: string, env: Readonly<Record<string, string | undefined>>): Resolved {
  const value = env[name];
  if (!value)
    return {
      found: `env:${shown(name)}, a variable that is ${value === '' ? 'empty' : 'not set'}`,
      expected: 'a secret',
    };
  rememberSecret(value);
  return { value };
}

/** In the place of the name of a variable the secret itself may stand. */
function shown(name: string): string {
  return /^[A-Z][A-Z0-9_]*$/.test(name) ? name : `<${name.length} characters, not shown>`;
}

async function fromFile(path: string): Promise<Resolved> {
  const expected = 'a file that holds the secret and nothing else';
  try {
    const value = (await readFile(path, 'utf8')).trim();
    if (value === '') return { found: `file:${path}, which is empty`, expected };
    rememberSecret(value);
    return { value };
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    return { found: `file:${path}, which cannot be read (${why})`, expected };
  }
}
