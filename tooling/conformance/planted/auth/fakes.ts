import type { LenientFake } from '../lenient.ts';
import { authorizeFakes } from './fakes/authorize.ts';
import { clientFakes } from './fakes/client.ts';
import { grantFakes } from './fakes/grants.ts';
import { publishedFakes } from './fakes/published.ts';
import { adapterFakes } from './fakes/through-adapter.ts';
import { tokenStateFakes } from './fakes/token-state.ts';

/** The OpenID provider with rules that it does not enforce, one lenience each. */
export const lenientFakes: readonly LenientFake[] = [
  ...adapterFakes,
  ...publishedFakes,
  ...authorizeFakes,
  ...clientFakes,
  ...grantFakes,
  ...tokenStateFakes,
];
