import type { AuthSubject } from '@patchbay/auth/conformance';
import type { Probe } from '../probe.ts';

/** Tokens for the application itself. */
export const authProbe: Probe<AuthSubject> = {
  operation: 'flow.clientCredentials',
  kind: 'natural',
  // Nobody's: the application asks for itself.
  personal: [],
  write: ({ facade, fixtures: { api } }, options) =>
    facade.flow.clientCredentials({ scopes: [api.scope], audience: api.audience }, options),
};
