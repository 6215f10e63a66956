import { type CallOptions, DriverFailure, IntegrationError, reveal, type SecretInput } from '@patchbay/core';
import { type CheckedClaims, type ClaimRules, checkClaims } from './claims.ts';
import type { AuthBase } from './contract.ts';
import type { ProviderMetadata } from './flow.ts';
import type { ParsedToken } from './jwt.ts';
import { Kept, unlessAborted } from './kept.ts';
import { KeyCache } from './key-cache.ts';
import { toProviderMetadata } from './metadata.ts';
import type { FlowRules } from './rules.ts';
import { SignatureVerifier } from './verify.ts';

/** What sign-in, tokens, devices and sign-out are built on: one per instance. */
export interface Engine {
  readonly base: AuthBase;
  readonly rules: FlowRules;
  readonly keys: KeyCache;
  now(): number;
  has(trait: string): boolean;
  metadata(options?: CallOptions): Promise<ProviderMetadata>;
  /** Signature, then claims. */
  check(text: SecretInput, expected: Expected, options?: CallOptions): Promise<CheckedToken>;
}

/** What a caller adds to the rules of the instance. */
export type Expected = Pick<ClaimRules, 'kind' | 'audience' | 'maxAgeSeconds' | 'scopes'>;

/** A token whose every check passed. */
export interface CheckedToken extends CheckedClaims {
  readonly claims: ParsedToken['claims'];
  readonly algorithm: ParsedToken['algorithm'];
}

const hour = 3600_000;

/** @throws `IntegrationError` `config_invalid` when the rules would not hold. */
export function makeEngine(base: AuthBase, rules: FlowRules): Engine {
  assertRules(base, rules);
  const { operations, kit, integration } = base;
  const { clock } = kit;
  // Shared by all who wait, so no caller's options apply: they stop waiting when they give up.
  const keys = new KeyCache(clock, () => operations.flow.keys());
  const documents = new Kept(clock, async () => ({
    value: toProviderMetadata(await operations.flow.discover(), rules),
    lifetimeMs: hour,
  }));
  const signatures = new SignatureVerifier(clock, keys, rules.algorithms);
  return {
    base,
    rules,
    keys,
    now: () => clock.now(),
    has: (trait) => integration.capabilities.traits[trait] === true,
    metadata: async (options) => unlessAborted(Promise.resolve(documents.get()), options?.signal),
    async check(text, expected, options) {
      const token = await unlessAborted(signatures.verify(reveal(text)), options?.signal);
      const { issuer, clientId, clockSkewSeconds: skewSeconds } = rules;
      const checked = checkClaims(token, { ...expected, issuer, clientId, skewSeconds, now: clock.now() });
      return { ...checked, claims: token.claims, algorithm: token.algorithm };
    },
  };
}

/** @throws `DriverFailure` `unsupported` where the provider lacks it. */
export function assertTrait(engine: Engine, trait: string): void {
  if (engine.has(trait)) return;
  const message = `${engine.base.integration.provider} lacks the trait ${trait}.`;
  throw new DriverFailure({ code: 'unsupported', message });
}

function assertRules({ integration }: AuthBase, rules: FlowRules): void {
  const problems = [
    isSafe(rules.issuer) ? '' : 'issuer must be an https URL (http on loopback), without query and fragment',
    isSafe(rules.redirectUri)
      ? ''
      : 'redirectUri must be an https URL (http on loopback), without a fragment',
    rules.clockSkewSeconds >= 0 && rules.clockSkewSeconds <= 120 ? '' : 'clockSkewSeconds must be 0 to 120',
    rules.algorithms.length > 0 ? '' : 'algorithms must not be empty',
    rules.transactionSecrets.length > 0 ? '' : 'transactionSecrets must not be empty',
    rules.transactionSecrets.every((secret) => secret.reveal().length >= 32)
      ? ''
      : 'transactionSecrets must have at least 32 characters each',
  ].filter(Boolean);
  if (problems.length === 0) return;
  const { category, provider, name } = integration;
  const message = `${provider}: ${problems.join('; ')}.`;
  throw new IntegrationError({
    code: 'config_invalid',
    outcome: 'not_applied',
    message,
    category,
    provider,
    integration: name,
  });
}

function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hash } = new URL(text);
  return hash === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(text)));
}

/** Whether a URL leads to this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
