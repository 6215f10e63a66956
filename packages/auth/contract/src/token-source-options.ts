import { IntegrationError, reveal, Secret, type SecretInput } from '@patchbay/core';
import type { AuthBase } from './contract.ts';
import type { TokenSourceOptions } from './token-source.ts';

const shortestKey = 32;

/** @throws `IntegrationError` `config_invalid`, when the source is made and not when it is needed. */
export function assertOptions(
  { category, provider, name }: AuthBase['integration'],
  { skewMs = 0, shared, origins = [] }: TokenSourceOptions,
): void {
  const keys = shared === undefined ? [] : listOf(shared.sealingKey);
  const problems = [
    Number.isFinite(skewMs) && skewMs >= 0 ? '' : 'skewMs must be a number of milliseconds, 0 or more',
    shared === undefined || keys.length > 0 ? '' : 'shared.sealingKey must not be empty',
    keys.every((key) => reveal(key).length >= shortestKey)
      ? ''
      : `shared.sealingKey must have at least ${shortestKey} characters`,
    origins.every(isOrigin) ? '' : 'origins must be like https://api.example.com, without a path',
  ].filter(Boolean);
  if (problems.length === 0) return;
  throw new IntegrationError({
    code: 'config_invalid',
    outcome: 'not_applied',
    message: `tokens.source: ${problems.join('; ')}.`,
    operation: 'auth.tokens.source',
    category,
    provider,
    integration: name,
  });
}

export function sealingKeys(keys: SecretInput | readonly SecretInput[]): readonly Secret[] {
  return listOf(keys).map((key) => (Secret.is(key) ? key : new Secret(key)));
}

function listOf(keys: SecretInput | readonly SecretInput[]): readonly SecretInput[] {
  return typeof keys === 'string' || Secret.is(keys) ? [keys] : keys;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
