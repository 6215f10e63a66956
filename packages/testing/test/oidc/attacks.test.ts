import { describe, expect, it } from 'vitest';
import { attackNames, attacks } from '../../src/oidc/index.ts';
import { proofs } from './support/attack-proofs.ts';
import { newWorld } from './support/world.ts';

describe('a hostile provider', () => {
  it.each(attackNames)('really sends what %s says, and an honest one does not', async (name) => {
    const hostile = newWorld();
    attacks[name].apply(hostile.provider);
    expect(await proofs[name](hostile, attacks[name].where)).toBe(true);
    const repentant = newWorld();
    attacks[name].apply(repentant.provider);
    repentant.provider.alter();
    expect(await proofs[name](repentant, attacks[name].where)).toBe(false);
  });

  it('names for every attack the rule that it breaks and where a client meets it', () => {
    const rule = /(RFC \d{4}|OpenID Connect \w+|Back-Channel Logout) §\d/;
    const vague = attackNames.filter(
      (name) => !rule.test(attacks[name].breaks) || attacks[name].where.length === 0,
    );
    expect(vague).toEqual([]);
    expect(new Set(attackNames.map((name) => attacks[name].what)).size).toBe(attackNames.length);
  });
});
