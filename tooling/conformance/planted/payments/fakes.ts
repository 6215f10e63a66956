import { wireFakes } from './fakes/bare-wire.ts';
import { moneyFakes } from './fakes/money.ts';
import { adapterFakes } from './fakes/through-adapter.ts';
import type { StripeLenience } from './lenient.ts';

/** Fakes of the vendor that let through what the vendor rejects, one lenience each. */
export const lenientFakes: readonly StripeLenience[] = [...adapterFakes, ...moneyFakes, ...wireFakes];
