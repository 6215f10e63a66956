import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FaultPlan } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { made } from './support/store.ts';

const run = promisify(execFile);

describe('the SDK', () => {
  it('is loaded by the first call, not by an import and not to presign', async () => {
    const child = fileURLToPath(new URL('./support/lazy-child.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--conditions=@patchbay/source', child]);
    expect(JSON.parse(stdout)).toEqual({
      isSigned: true,
      afterImport: 0,
      afterPresign: 0,
      loadedByCall: true,
    });
  });
});

describe('one attempt is one request', () => {
  const envelope = '<Error><Code>SlowDown</Code><Message>No.</Message></Error>';
  const faults: readonly FaultPlan[] = [
    { kind: 'resetBefore' },
    { kind: 'resetAfter' },
    { kind: 'status', status: 500, body: envelope, contentType: 'application/xml' },
    { kind: 'status', status: 503, body: envelope, contentType: 'application/xml' },
    { kind: 'status', status: 502, body: '<html>', contentType: 'text/html' },
    { kind: 'redirectLoop', times: Number.POSITIVE_INFINITY },
  ];

  it.each(faults)('when the wire does $kind $status', async (fault) => {
    await using store = await made({}, {}, { policy: { retry: false } });
    store.server.fault(fault);
    await expect(store.storage.put('a', 'text')).rejects.toMatchObject({ provider: 's3' });
    expect(store.server.received).toHaveLength(1);
  });
});

describe('check', () => {
  it('is one harmless read', async () => {
    await using store = await made();
    await store.storage.check();
    await store.storage.check();
    expect(store.requests()).toEqual(['GET /bucket/']);
  });

  it('does not take a portal’s page for S3', async () => {
    await using store = await made();
    store.server.fault({
      kind: 'status',
      status: 200,
      body: '<html>Log in</html>',
      contentType: 'text/html',
    });
    await expect(store.storage.check()).rejects.toMatchObject({ code: 'invalid_response' });
  });
});
