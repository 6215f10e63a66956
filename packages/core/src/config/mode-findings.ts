import type { AnyCapabilities } from '../contract.ts';
import type { Problem } from '../error.ts';
import type { Mode } from './entry.ts';
import { guardedCategories, variableOf } from './names.ts';

/** What the mode of an instance is held against. */
export interface ModeCheck {
  readonly path: readonly string[];
  readonly category: string;
  readonly capabilities: AnyCapabilities;
  /** What the options say. */
  readonly mode: Mode | undefined;
  /** What the configuration says is meant. */
  readonly intended: Mode | undefined;
  readonly isProduction: boolean;
  /** The option that most likely decides the mode. */
  readonly key:
    | {
        readonly field: { readonly name: string };
        readonly variables: readonly string[];
        readonly source?: string;
      }
    | undefined;
}

/** Live keys outside production, test keys in production, embedded providers where they would do harm. */
export function modeFindings(check: ModeCheck): readonly Problem[] {
  const { path, category, capabilities, mode, intended, isProduction } = check;
  if (isProduction && capabilities.embedded && guardedCategories.has(category)) {
    const variable = variableOf(path, 'provider');
    const found = `the embedded provider ${capabilities.provider} in production`;
    const fix = `Set ${variable} to a vendor.`;
    return [{ path: [...path, 'provider'].join('.'), variable, found, expected: 'a vendor', fix }];
  }
  const expected = intended ?? (isProduction ? 'live' : 'test');
  return mode === undefined || mode === expected ? [] : [wrongMode(check, mode, expected)];
}

function wrongMode({ path, intended, isProduction, key }: ModeCheck, mode: Mode, expected: Mode): Problem {
  const switchName = variableOf(path, 'mode');
  const environment = isProduction ? 'NODE_ENV is production' : 'NODE_ENV is not production';
  const because = intended === undefined ? environment : `the mode is ${intended}`;
  const source = key?.source ?? '';
  const isVariable = key?.variables.includes(source) === true;
  const change = key === undefined ? `Use a ${expected} key` : `Put a ${expected} key into ${source}`;
  return {
    path: [...path, ...(key === undefined ? [] : [key.field.name])].join('.'),
    ...(isVariable && { variable: source }),
    found: `a ${mode} key, though ${because}`,
    expected: `a ${expected} key`,
    fix: `${change}, or set ${switchName}=${mode} if a ${mode} key is meant.`,
  };
}
