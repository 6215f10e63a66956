import { IntegrationError, type Problem } from '@patchbay/core';
import { formatProblems } from '@patchbay/core/node';

/** Why the shop stays closed, in the form in which all problems with configuration are told. */
export function cannotOpen(...problems: readonly Problem[]): IntegrationError {
  const message = formatProblems(problems);
  return new IntegrationError({ code: 'config_invalid', outcome: 'not_applied', message, problems });
}
