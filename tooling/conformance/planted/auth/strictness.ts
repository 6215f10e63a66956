import type { StrictnessCase } from '../lenient.ts';
import { authorizeCases } from './strictness/authorize.ts';
import { clientCases } from './strictness/client.ts';
import { codeCases } from './strictness/code.ts';
import { deviceCases } from './strictness/device.ts';
import { endSessionCases } from './strictness/end-session.ts';
import { publishedCases } from './strictness/published.ts';
import { tokenStateCases } from './strictness/token-state.ts';

/** What an OpenID provider must refuse, on the wire that any client meets. */
export const strictnessCases: readonly StrictnessCase[] = [
  ...publishedCases,
  ...authorizeCases,
  ...clientCases,
  ...codeCases,
  ...deviceCases,
  ...tokenStateCases,
  ...endSessionCases,
];
