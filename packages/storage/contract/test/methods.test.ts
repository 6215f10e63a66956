import { DriverFailure } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { type Gate, ToyStore, toyStorage } from './support/toy.ts';

describe('update', () => {
  it('gives up when somebody else is always faster', async () => {
    const gate: Gate = (operation) => {
      if (operation === 'put')
        throw new DriverFailure({ code: 'precondition_failed', reason: 'etag_mismatch', message: 'Late.' });
    };
    const storage = toyStorage('stream', { gate }, { policy: { retry: false }, random: () => 0 });
    await expect(storage.update('counter', () => 'x')).rejects.toMatchObject({
      code: 'conflict',
      reason: 'concurrent_write',
      operation: 'storage.update',
    });
  });
});

describe('deleteMany', () => {
  it('tells which keys are left when a later request fails', async () => {
    const store = new ToyStore();
    let requests = 0;
    const gate: Gate = (operation) => {
      if (operation !== 'deleteMany') return;
      requests += 1;
      if (requests === 2) throw new DriverFailure({ code: 'quota_exceeded', message: 'Enough.' });
    };
    const keys = Array.from({ length: 250 }, (_, index) => `k${index}`);
    const { deleted, failed } = await toyStorage('stream', { store, gate }).deleteMany({ keys });
    expect([deleted, failed.length]).toEqual([100, 150]);
    expect(failed[0]).toMatchObject({ key: 'k100', code: 'quota_exceeded' });
  });
});
