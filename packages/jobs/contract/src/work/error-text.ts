import { IntegrationError } from '@patchbay/core';
import { jobsLimits } from '../limits.ts';

/** What a try came to, for people: cut, and without any secret of this process. */
export function toErrorText(error: unknown): string {
  const message = readText(error);
  return redacted(message).slice(0, jobsLimits.errorCharacters);
}

function readText(error: unknown): string {
  try {
    if (IntegrationError.is(error)) {
      const { message }: { readonly message: unknown } = error; // of what JSON left, anything
      return String(message);
    }
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return 'An error that cannot be read.';
  }
}

/** The message of our own error is without secrets, by construction. */
function redacted(message: string): string {
  return new IntegrationError({ code: 'unknown', outcome: 'unknown', message }).message;
}
