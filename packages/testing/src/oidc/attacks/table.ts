import type { Attack, Surface } from './attack.ts';
import { callbackAttacks } from './callback.ts';
import { claimAttacks } from './claims.ts';
import { documentAttacks } from './documents.ts';
import { signatureAttacks } from './signatures.ts';
import { swapAttacks } from './swaps.ts';

export type { Attack, Surface };

/**
 * What a hostile provider does, by name. What a client must answer is for its own tests to say.
 *
 * @example
 * for (const name of attackNames) it(`refuses ${attacks[name].what}`, async () => {
 *   attacks[name].apply(provider);
 *   await expect(signIn(provider)).rejects.toMatchObject(expected[name]);
 * });
 */
export const attacks = {
  ...callbackAttacks,
  ...claimAttacks,
  ...signatureAttacks,
  ...swapAttacks,
  ...documentAttacks,
} satisfies Record<string, Attack>;

/** The name of an attack. */
export type AttackName = keyof typeof attacks;

/** All names, for a loop over the table. */
export const attackNames: readonly AttackName[] = Object.keys(attacks).filter(
  (name): name is AttackName => name in attacks,
);
