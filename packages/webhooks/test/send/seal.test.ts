import { describe, expect, it } from 'vitest';
import { makeSeal } from '../../src/send/seal.ts';

const key = 'a key for tests that is long enough to be one';

describe('a sealed secret', () => {
  it('is opened for its owner, and never looks the same', async () => {
    const seal = makeSeal(key);
    const [one, two] = [await seal.close('ep_1', 'whsec_x'), await seal.close('ep_1', 'whsec_x')];
    expect(one).not.toBe(two);
    expect(await makeSeal(key).open('ep_1', one)).toBe('whsec_x');
  });

  it('is not opened for another endpoint, by another key, or after it was changed', async () => {
    const sealed = await makeSeal(key).close('ep_1', 'whsec_x');
    const refused = { code: 'config_invalid' };
    await expect(makeSeal(key).open('ep_2', sealed)).rejects.toMatchObject(refused);
    await expect(makeSeal(`${key}!`).open('ep_1', sealed)).rejects.toMatchObject(refused);
    await expect(makeSeal(key).open('ep_1', sealed.replace('.', '.AAAA'))).rejects.toMatchObject(refused);
    await expect(makeSeal(key).open('ep_1', 'whsec_x')).rejects.toMatchObject(refused);
  });
});
