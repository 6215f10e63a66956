import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OptionField } from '@patchbay/core';
import type { DocumentedAdapter } from './adapters.ts';
import { root } from './documents.ts';
import { code, tableOf } from './markdown.ts';

/** Where options are declared that several adapters of a category share. */
const sharedOptions: Readonly<Record<string, string>> = {
  jobs: 'packages/jobs/contract/src/options.ts',
};

/** What the TSDoc of an option says. */
export interface OptionText {
  readonly meaning: string;
  readonly fallback?: string;
  readonly environment?: string;
}

/** The options of an adapter: from its schema, and from the TSDoc of its options interface. */
export function optionsOf({ folder, info }: DocumentedAdapter): string {
  const texts = { ...textsIn(sharedOptions[info.category]), ...textsIn(`${folder}/src/options.ts`) };
  const rows = info.fields.map((field) => rowOf(field, texts[field.name]));
  return tableOf(['Option', 'Environment', 'Default', 'Secret', 'What it is', 'Where to get it'], rows);
}

function rowOf(field: OptionField, text: OptionText | undefined): readonly string[] {
  const { name, env, required, secret, where = '', description = '' } = field;
  const meaning = text?.meaning || description;
  if (meaning === '') throw new Error(`The option ${name} has neither TSDoc nor a description.`);
  return [
    code(name),
    env === undefined ? '' : code(env),
    required ? 'required' : (text?.fallback ?? ''),
    secret === true ? 'yes' : '',
    meaning.replaceAll('|', '\\|'),
    where,
  ];
}

/** What the TSDoc of the members of the interfaces in a file says, by name. */
export function textsIn(path: string | undefined): Readonly<Record<string, OptionText>> {
  if (path === undefined) return {};
  const source = readFileSync(join(root, path), 'utf8');
  const members = source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+)\??:/g);
  return Object.fromEntries([...members].map(([, comment = '', name = '']) => [name, toText(comment)]));
}

function toText(comment: string): OptionText {
  const words = comment
    .replaceAll(/^\s*\*?\s?/gm, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const [, environment] = /Environment: `(\w+)`\./.exec(words) ?? [];
  const [, fallback] = /Default: (.+?)\.(?=\s|$)/.exec(words) ?? [];
  const meaning = words
    .replace(/ ?Environment: `\w+`\./, '')
    .replace(/ ?Default: .+?\.(?=\s|$)/, '')
    .trim();
  return {
    meaning,
    ...(fallback !== undefined && { fallback }),
    ...(environment !== undefined && { environment }),
  };
}
