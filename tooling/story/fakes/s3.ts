// S3's fake in a process of its own. Its settings come from the environment; it says where it listens by IPC.
import { s3Fake } from '@patchbay/storage-s3/fake';
import { serve } from '@patchbay/testing/node';
import { farSidePath, type Warehouse } from '../src/far-side.ts';

const {
  FAKE_ACCESS_KEY_ID: accessKeyId = '',
  FAKE_SECRET_ACCESS_KEY: secretAccessKey = '',
  FAKE_REGION: region = '',
  FAKE_BUCKET: bucket = '',
} = process.env;
const status = Number(process.env['FAKE_FAULT'] ?? 0);
const fake = s3Fake({ region, buckets: [bucket], credentials: { accessKeyId, secretAccessKey } });

const server = await serve(async (request, received) => {
  if (new URL(request.url).pathname === farSidePath) return Response.json(warehouse());
  return status > 0 ? refusal() : fake.handle(request, received);
});
process.once('disconnect', () => void server.close());
process.send?.({ url: server.url });

function refusal(): Response {
  const words = 'The AWS Access Key Id you provided does not exist in our records.';
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InvalidAccessKeyId</Code><Message>${words}</Message></Error>`;
  return new Response(body, { status, headers: { 'content-type': 'application/xml' } });
}

function warehouse(): Warehouse {
  return {
    objects: fake.objects(bucket).map(({ key, size, sha256 }) => ({ key, sizeBytes: size, sha256 })),
    leftovers: fake.uploads(bucket).length,
    operations: fake.log.map(
      ({ operation, method, status: answered }) => `${operation ?? method} ${answered}`,
    ),
  };
}
