import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Finding, invalid } from '../config/finding.ts';
import { describeFound } from '../config/found.ts';
import { isRecord } from '../config/record.ts';
import { redact } from '../redaction.ts';

/** A configuration file, read. */
export interface ConfigFile {
  /** How it is called in reports. */
  readonly name: string;
  readonly path?: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
}

const fileNames = ['json', 'ts', 'js', 'mjs'].map((extension) => `patchbay.config.${extension}`);

/** Reads the named file, or the one that the directory has. */
export async function readConfigFile(
  directory: string,
  named: string | false | undefined,
): Promise<ConfigFile> {
  const none: ConfigFile = { name: 'patchbay.config.json', content: {}, findings: [] };
  if (named === false) return none;
  const present =
    named === undefined ? fileNames.filter((name) => existsSync(join(directory, name))) : [named];
  const [name, ...others] = present;
  if (name === undefined) return none;
  if (others.length > 0) {
    const found = present.join(', ');
    return broken(name, { found, expected: 'one configuration file', fix: 'Keep one of them.' });
  }
  const path = resolve(directory, name);
  if (!existsSync(path)) {
    const fix = `It was looked for at ${path}.`;
    return broken(name, { found: 'no such file', expected: 'a configuration file', fix });
  }
  return read(basename(name), path);
}

async function read(name: string, path: string): Promise<ConfigFile> {
  try {
    const content = extname(path) === '.json' ? await readJson(path) : await readModule(path);
    if (isRecord(content)) return { name, path, content, findings: [] };
    const expected = 'an object by the names of the instances';
    return broken(name, { found: describeFound(content, true), expected, fix: `Change ${path}.` });
  } catch (cause) {
    const found = cause instanceof Error ? `${cause.name}: ${withoutContent(cause.message)}` : 'an error';
    const file = broken(name, { found, expected: 'a file that can be read', fix: adviceFor(path, cause) });
    return { ...file, findings: file.findings.map((finding) => ({ ...finding, cause })) };
  }
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  const content: unknown = JSON.parse(text.replace(/^\uFEFF/, '')); // some editors begin a file with this mark
  return content;
}

/** What the module exports as `config`, or as its default. */
async function readModule(path: string): Promise<unknown> {
  const exports: unknown = await import(pathToFileURL(path).href);
  return isRecord(exports) ? (exports['config'] ?? exports['default']) : undefined;
}

/** Node quotes what stands around a mistake in JSON, which may be a secret. */
function withoutContent(message: string): string {
  return redact(message.replace(/, (\.\.\.)?".*"(\.\.\.)? is not valid JSON$/s, ' makes it no valid JSON'));
}

function adviceFor(path: string, cause: unknown): string {
  const isUnknownExtension =
    cause instanceof Error && 'code' in cause && cause.code === 'ERR_UNKNOWN_FILE_EXTENSION';
  if (isUnknownExtension)
    return 'Node reads TypeScript from 22.18 on: use it, or write patchbay.config.json.';
  return `Change ${path}.`;
}

function broken(
  name: string,
  { found, expected, fix }: Record<'found' | 'expected' | 'fix', string>,
): ConfigFile {
  return { name, content: {}, findings: [invalid({ path: name, found, expected, fix })] };
}
