import { parseArgs } from 'node:util';

/** What was asked for. */
export interface CommandLine {
  /** The command and what it works on. */
  readonly words: readonly string[];
  readonly config?: string;
  readonly requirements?: string;
  /** `payments=create,refunds.create` */
  readonly needs: readonly string[];
  readonly folder?: string;
  readonly name?: string;
  /** `create,get` */
  readonly only?: string;
  readonly noWebhooks: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly version: boolean;
  /** The first flag that cannot be understood. */
  readonly wrong?: { readonly says: string; readonly word: string };
}

const options = {
  config: { type: 'string' },
  requirements: { type: 'string' },
  needs: { type: 'string', multiple: true },
  folder: { type: 'string' },
  name: { type: 'string' },
  only: { type: 'string' },
  'no-webhooks': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** The flags by name. */
export const flags: readonly string[] = Object.keys(options).map((name) => `--${name}`);

/** Reads the words after `patchbay`. */
export function parseCommandLine(given: readonly string[]): CommandLine {
  const { values, positionals, tokens } = parseArgs({
    args: [...given],
    options,
    strict: false,
    tokens: true,
  });
  const { config, requirements, needs = [], folder, name, only, json, help, version } = values;
  const wrong = tokens.flatMap((token) => (token.kind === 'option' ? wrongOption(token) : []))[0];
  return {
    words: positionals,
    ...(typeof config === 'string' && { config }),
    ...(typeof requirements === 'string' && { requirements }),
    needs: needs.filter((need) => typeof need === 'string'),
    ...(typeof folder === 'string' && { folder }),
    ...(typeof name === 'string' && { name }),
    ...(typeof only === 'string' && { only }),
    noWebhooks: values['no-webhooks'] === true,
    dryRun: values['dry-run'] === true,
    json: json === true,
    help: help === true,
    version: version === true,
    ...(wrong !== undefined && { wrong }),
  };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
}

function wrongOption({ name, rawName, value }: OptionToken): readonly NonNullable<CommandLine['wrong']>[] {
  const known = Object.entries(options).find(([option]) => option === name)?.[1];
  if (known === undefined) return [{ says: `patchbay has no flag ${rawName}.`, word: rawName }];
  if (known.type === 'string' && (!value || value.startsWith('--')))
    return [{ says: `${rawName} wants a value: ${rawName} <…>.`, word: '' }];
  if (known.type === 'boolean' && value !== undefined)
    return [{ says: `${rawName} takes no value.`, word: '' }];
  return [];
}
