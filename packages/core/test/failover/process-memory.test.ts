import { processMemory } from '@patchbay/core/failover';
import { afterEach, describe, expect, it, vi } from 'vitest';

describe('a memory of one process', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('refuses production, where a restart would forget who has which key', () => {
    vi.stubEnv('NODE_ENV', 'production');
    expect(() => processMemory()).toThrowError(
      expect.objectContaining({ code: 'config_invalid', hint: expect.stringContaining('fileMemory') }),
    );
  });

  it('serves in production where it is told that it may forget', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const memory = processMemory({ mayForget: true });
    expect(await memory.replace('key', undefined, 'value', 1000)).toBe(true);
    expect(await memory.get('key')).toBe('value');
  });
});
