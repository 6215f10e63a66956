import type { LenientFake } from '../lenient.ts';
import { wireFakes } from './fakes/bare-wire.ts';
import { adapterFakes } from './fakes/through-adapter.ts';

/** SendGrid's fake with rules that it does not enforce, one lenience each. */
export const lenientFakes: readonly LenientFake[] = [...adapterFakes, ...wireFakes];
