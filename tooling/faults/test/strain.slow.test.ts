import { describe, expect, it } from 'vitest';
import { aborts, leaks, run } from '../strain/strain.ts';

const broken = (file: string): URL => new URL(`./broken/${file}`, import.meta.url);

describe('the programs of strain', () => {
  it('notice an outage that retries make worse', async () => {
    const { printed, isRight } = await run({ program: broken('without.ts'), given: ['budget', '150'] });
    expect(printed).toContain('FAIL  450 requests for 150 calls (3.000 ×), at most 1.15 × is allowed');
    expect(isRight).toBe(false);
  }, 180_000);

  it('notice a circuit that never opens', async () => {
    const { printed, isRight } = await run({ program: broken('without.ts'), given: ['breaker', '30'] });
    expect(printed).toContain('FAIL  the circuit never opened');
    expect(printed).toContain('FAIL  3 after the open time: requests: 90, expected 1');
    expect(isRight).toBe(false);
  }, 180_000);

  it('notice a request that goes on after its caller has given up', async () => {
    const given = ['40', broken('deaf-fetch.ts').href];
    const { printed, isRight } = await run({ program: aborts, given });
    expect(printed).toContain('FAIL  request sent, no answer: the vendor has seen 0 of 5 sockets closed');
    expect(printed).toContain('FAIL  body of the answer: the vendor has seen 0 of 5 sockets closed');
    expect(isRight).toBe(false);
  }, 180_000);

  it('notice a driver that leaves a listener on its caller’s signal', async () => {
    const given = [broken('listening-driver.ts').href, '1000', '500'];
    const { printed, isRight } = await run({ program: leaks, given });
    expect(printed).toContain('FAIL  1000 listeners are left on the caller’s signal');
    expect(isRight).toBe(false);
  }, 180_000);

  it('notice a driver that remembers its calls', async () => {
    const given = [broken('keeping-driver.ts').href, '4000', '1000'];
    const { printed, isRight } = await run({ program: leaks, given });
    expect(printed).toMatch(/FAIL {2}\d+ bytes are retained, at most 1000000 are allowed/);
    expect(isRight).toBe(false);
  }, 180_000);
});
