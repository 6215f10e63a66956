import { withRaw } from '@patchbay/core';
import * as z from 'zod';
import type { ProviderMetadata } from './flow.ts';
import { refused } from './refused.ts';
import type { FlowRules } from './rules.ts';

const endpoint = z.url({ protocol: /^https?$/ });
const documentSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  userinfo_endpoint: endpoint.exactOptional(),
  revocation_endpoint: endpoint.exactOptional(),
  end_session_endpoint: endpoint.exactOptional(),
  device_authorization_endpoint: endpoint.exactOptional(),
  authorization_response_iss_parameter_supported: z.boolean().exactOptional(),
});

/**
 * For adapters: what a provider publishes of itself, checked.
 *
 * It must be of the one issuer, and every address at the issuer's origin or at one that the rules name, so that no
 * document can send a code, a secret or a token to a stranger.
 * @throws `DriverFailure` `invalid_response` (`metadata_invalid`).
 */
export function toProviderMetadata(
  document: unknown,
  { issuer, endpointOrigins }: Pick<FlowRules, 'issuer' | 'endpointOrigins'>,
): ProviderMetadata {
  const result = documentSchema.safeParse(document);
  if (!result.success) {
    const fields = result.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw invalid(`What the provider publishes of itself lacks, or has in another form: ${fields}.`);
  }
  const { data } = result;
  if (data.issuer !== issuer) {
    throw invalid(`The provider calls itself ${data.issuer}, not ${issuer}: every character counts.`);
  }
  const allowed = [new URL(issuer).origin, ...endpointOrigins];
  for (const [name, value] of Object.entries(data)) {
    if (name === 'issuer' || typeof value !== 'string') continue;
    const { origin } = new URL(value);
    if (!allowed.includes(origin))
      throw invalid(`${name} is at ${origin}, which is none of ${allowed.join(', ')}.`);
  }
  return withRaw(data, document);
}

function invalid(message: string): Error {
  return refused('invalid_response', 'metadata_invalid', message);
}
