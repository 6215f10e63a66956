import type { AnyCapabilities, Requirement } from '../contract.ts';
import type { Problem } from '../error.ts';
import { nearest } from './nearest.ts';

/**
 * What the application needs and a provider does not have, one problem each.
 * @param label Path of the instance: `payments`, `storage.uploads`.
 */
export function unmetNeeds(
  requirement: Requirement<unknown>,
  capabilities: AnyCapabilities,
  label: string,
): readonly Problem[] {
  const { provider, operations, traits } = capabilities;
  const offers = (known: Readonly<Record<string, unknown>>, name: string) =>
    Object.hasOwn(known, name) && Boolean(known[name]);
  const fix = `Choose another provider, or need less; \`patchbay swap ${label} <provider>\` compares.`;
  const lack = (kind: string, name: string, known: object): Problem => {
    const meant = Object.hasOwn(known, name) ? undefined : nearest(name, Object.keys(known));
    const found = Object.hasOwn(known, name) ? `${provider} does not have it` : `no ${kind} of this name`;
    return {
      path: label,
      found,
      expected: `the ${kind} ${name}, which the application needs`,
      fix: meant === undefined ? fix : `Did you mean ${meant}?`,
    };
  };
  return [
    ...requirement.operations
      .filter((name) => !offers(operations, name))
      .map((name) => lack('operation', name, operations)),
    ...requirement.traits.filter((name) => !offers(traits, name)).map((name) => lack('trait', name, traits)),
    ...requirement.problems(capabilities).map((sentence) => ({
      path: label,
      found: sentence,
      expected: 'a provider that meets this need of the application',
      fix,
    })),
  ];
}
