import type { Alteration } from '../alteration.ts';
import type { OpenidProvider } from '../types.ts';

/** Where a client meets an attack. */
export type Surface =
  | 'discovery'
  | 'jwks'
  | 'callback'
  | 'token_response'
  | 'id_token'
  | 'access_token'
  | 'logout_token'
  | 'userinfo';

/** One way in which a provider, or somebody between it and the client, lies. */
export interface Attack {
  /** What happens, in a few words. */
  readonly what: string;
  /** The rule that a client would break by accepting it. */
  readonly breaks: string;
  readonly where: readonly Surface[];
  /** Makes the provider lie from now on, until `provider.alter()`. */
  apply(provider: Pick<OpenidProvider, 'alter'>): void;
}

/** Every signed token. */
export const everyToken: readonly Surface[] = ['id_token', 'access_token', 'logout_token'];

export function attack(row: Omit<Attack, 'apply'>, alteration: Alteration): Attack {
  return { ...row, apply: (provider) => provider.alter(alteration) };
}
