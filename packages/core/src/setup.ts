import type { Clock, Random } from './clock.ts';
import type { Interceptor } from './integration.ts';
import type { PolicyOptions } from './policy/policy.ts';
import type { Transport, TransportOptions } from './transport.ts';

/** The second argument of every adapter's factory: the same for all of them. */
export interface Setup {
  /** Name of the instance where there are several of a category, for example `uploads`. */
  readonly name?: string;
  /** Laid over the defaults. */
  readonly policy?: PolicyOptions;
  /** The first one is the outermost. */
  readonly interceptors?: readonly Interceptor[];
  readonly transport?: TransportOptions;
  /** For tests. Default: the clock of the machine. */
  readonly clock?: Clock;
  /** For tests. Default: `Math.random`. */
  readonly random?: Random;
}

/** What an adapter's rooms are given by core. @sealed */
export interface Kit {
  /** To be given to the vendor's SDK. */
  readonly transport: Transport;
  /** The only source of time. */
  readonly clock: Clock;
  /** The only source of chance. */
  readonly random: Random;
  /** The instance's name. */
  readonly name: string;
}
