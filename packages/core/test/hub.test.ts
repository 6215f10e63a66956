import { createPatchbay } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { localMint, royalMint } from './config/mint.ts';

const royal = () => royalMint({ secretKey: 'key' });

describe('createPatchbay', () => {
  it('reaches facades by name, one or two deep', async () => {
    await using app = createPatchbay({ mint: royal(), spare: { north: localMint({ title: 'north' }) } });
    expect(app.mint.provider).toBe('royal');
    expect(await app.spare.north.strike({ coins: 1 })).toBe('north');
  });

  it('gives the defaults and a name to entries that are functions', () => {
    const app = createPatchbay({ spare: { north: (setup) => localMint({ title: '' }, setup) } });
    expect(app.spare.north.name).toBe('north');
  });

  it('closes every instance and reports all that failed', async () => {
    const failing = (message: string) => ({ ...royal(), close: () => Promise.reject(new Error(message)) });
    const last = royal();
    const app = createPatchbay({ one: failing('first'), two: failing('second'), three: last });
    const error: unknown = await app.close().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ errors: [new Error('first'), new Error('second')] });
    await expect(last.strike({ coins: 1 })).rejects.toMatchObject({ reason: 'closed' });
  });

  it('asks the vendors only for deep health, and reports the one that fails', async () => {
    let checks = 0;
    const check = () => {
      checks += 1;
      return Promise.reject(new Error('down'));
    };
    const app = createPatchbay({ mint: royal(), spare: { north: { ...royal(), check } } });
    expect((await app.health()).status).toBe('pass');
    expect(checks).toBe(0);
    const health = await app.health({ deep: true });
    expect(health.status).toBe('fail');
    expect(health.instances['spare.north']?.status).toBe('fail');
    expect(health.instances['mint']?.status).toBe('pass');
  });

  it('refuses names that the hub has itself', () => {
    expect(() => createPatchbay({ health: royal() })).toThrow(TypeError);
  });
});
