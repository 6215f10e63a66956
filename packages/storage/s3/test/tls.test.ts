import { bodyFaults } from '@patchbay/storage/conformance';
import { serve } from '@patchbay/testing/node';
import { loopback } from '@patchbay/tooling-presets/loopback';
import { describe, expect, it } from 'vitest';
import { type S3Fake, s3Fake } from '../src/fake/index.ts';
import { run } from './support/programs.ts';
import { tlsServer } from './support/tls-server.ts';

const trusting = { NODE_EXTRA_CA_CERTS: loopback.path };
const ofAll = /^[0-9a-f]{64}$/;

/** What the signature says of the bytes of objects, by operation. */
function payloads({ log }: S3Fake): readonly (string | undefined)[] {
  return log
    .filter(({ operation }) => operation === 'PutObject' || operation === 'UploadPart')
    .map(({ headers }) => headers['x-amz-content-sha256']);
}

describe('the bytes of an object', () => {
  it('are signed on a wire that anybody can change', async () => {
    const fake = s3Fake();
    await using server = await serve(fake);
    expect(await run('sending-program', [server.url])).toEqual({ text: 'A postcard.' });
    expect(payloads(fake)).toEqual([expect.stringMatching(ofAll), expect.stringMatching(ofAll)]);
  });

  it('are left to TLS and to their checksum where there is TLS', async () => {
    const fake = s3Fake();
    await using server = await tlsServer((request) => fake.handle(request));
    expect(await run('sending-program', [server.url], trusting)).toEqual({ text: 'A postcard.' });
    expect(payloads(fake)).toEqual(['UNSIGNED-PAYLOAD', 'UNSIGNED-PAYLOAD']);
    const [put] = fake.log;
    expect(put?.headers['authorization']).toMatch(/SignedHeaders=[^,]*x-amz-checksum-crc32/);
  });

  it('that changed behind TLS are noticed by their checksum', async () => {
    const fake = s3Fake();
    const faults = bodyFaults(() => {});
    faults.plan({ kind: 'corrupt_sent', atByte: 3 });
    await using server = await tlsServer(faults.around((request) => fake.handle(request)));
    const refused = { code: 'invalid_request', reason: 'checksum_mismatch' };
    expect(await run('sending-program', [server.url], trusting)).toEqual(refused);
  });

  it('are not sent to a server whose certificate nobody vouches for', async () => {
    const fake = s3Fake();
    await using server = await tlsServer((request) => fake.handle(request));
    expect(await run('sending-program', [server.url])).toMatchObject({ code: 'network' });
    expect(fake.log).toEqual([]);
  });
});
