import { IntegrationError } from './error.ts';
import { newTrace } from './failure.ts';
import type { Integration } from './integration.ts';
import { diagnose } from './policy/diagnose.ts';
import { toError } from './policy/to-error.ts';

/** Runs a contract's own method, so that what it throws is an `IntegrationError` that names the operation. */
export async function underOperation<T>(
  integration: Pick<Integration, 'category' | 'provider' | 'name'>,
  operation: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (IntegrationError.is(error)) throw error;
    const { category, provider, name } = integration;
    const failed = diagnose(error, newTrace(), 'safe', () => undefined);
    throw toError(
      { identity: { category, provider, integration: name } },
      `${category}.${operation}`,
      failed,
    );
  }
}
