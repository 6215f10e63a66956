import { IntegrationError, type Problem, Secret, type SecretInput } from '@patchbay/core';

/** One value, or all that are valid now: the old one and the new one while it is rotated. */
export type OneOrMore<T> = T | readonly T[];

/** The error of a source that was put together wrongly: all problems at once. */
export function configInvalid(scheme: string, problems: readonly Problem[]): IntegrationError {
  const list = problems.map(
    ({ path, found, expected }) => `${path}: expected ${expected}${found ? `, found ${found}` : ''}`,
  );
  const message = `The options of ${scheme} are not valid. ${list.join('; ')}.`;
  return new IntegrationError({ code: 'config_invalid', outcome: 'not_applied', message, problems });
}

/** @throws `IntegrationError` `config_invalid` for a figure by which every delivery, or none, would be taken. */
export function checkFigure(scheme: string, path: string, found: number, least: 0 | 1): void {
  if (Number.isSafeInteger(found) && found >= least) return;
  throw configInvalid(scheme, [{ path, found: String(found), expected: `a whole number from ${least} on` }]);
}

/**
 * The plain texts of secrets, which from now on print nowhere.
 * @throws `IntegrationError` `config_invalid` when there is none, or one is blank or too short to be a secret.
 */
export function readSecrets(
  {
    scheme,
    option,
    leastBytes,
  }: { readonly scheme: string; readonly option: string; readonly leastBytes: number },
  given: OneOrMore<SecretInput>,
): readonly string[] {
  const texts = [given].flat().map((input) => (Secret.is(input) ? input.reveal() : input));
  const problems = texts.flatMap((text, index) => {
    const found = whatIsWrong(text, leastBytes);
    return found === undefined
      ? []
      : [{ path: `${option}[${index}]`, found, expected: `at least ${leastBytes} bytes` }];
  });
  if (texts.length === 0) problems.push({ path: option, found: 'none', expected: 'at least one secret' });
  if (problems.length > 0) throw configInvalid(scheme, problems);
  // What is a `Secret` already says by itself how long it is to be remembered.
  return [given].flat().map((input) => (Secret.is(input) ? input : new Secret(input)).reveal());
}

function whatIsWrong(text: unknown, leastBytes: number): string | undefined {
  if (typeof text !== 'string') return 'no text';
  if (text.trim() !== text) return 'one with a blank or a line break at its edge';
  const { byteLength } = new TextEncoder().encode(text);
  return byteLength < leastBytes ? `${byteLength} bytes` : undefined;
}
