import { createHash } from 'node:crypto';
import { type RejectionRequest, type RejectionRow, s3Fake, s3Rejections } from '@patchbay/storage-s3/fake';
import type { WireHandler } from '@patchbay/core/conformance';
import type { StrictnessCase } from '../lenient.ts';
import { now, requestOf, signed, type Unsigned } from './signed-request.ts';

/** Every rejection of the S3 fake that is signed in its headers, told on the bare wire. */
export const strictnessCases: readonly StrictnessCase[] = s3Rejections.filter(isTold).map((row) => ({
  id: `fake.s3.${row.id}`,
  title: `S3 answers ${row.status}${row.code === undefined ? '' : ` ${row.code}`}.`,
  run: async (lenient) => {
    const fake = bareFake();
    const strict: WireHandler = (request) => fake.handle(request);
    await assertRejected(lenient?.lenience(strict) ?? strict, row);
  },
}));

/** Forms, signed URLs and what no `Request` can be made of are told by the fake's own tests. */
function isTold({ request, before = [] }: RejectionRow): boolean {
  return [request, ...before].every(({ form, sign = {}, target, method, headers = {} }) => {
    const isLengthWrong = 'content-length' in headers || 'transfer-encoding' in headers;
    return form === undefined && sign.by !== 'query' && !/%zz/.test(target) && method !== 'OPTIONS' && !isLengthWrong;
  });
}

function bareFake() {
  return s3Fake({
    now: () => now,
    credentials: [
      { accessKeyId: 'AKIAFAKE00000000FAKE', secretAccessKey: 'fake-secret-access-key' },
      { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'temporary-secret', sessionToken: 'token' },
      { accessKeyId: 'ASIAEXPIRED', secretAccessKey: 'expired-secret', sessionToken: 'old', expiresAt: new Date(now - 1) },
    ],
    buckets: [
      'bucket',
      { name: 'versioned', versioning: 'Enabled' },
      { name: 'elsewhere', region: 'eu-central-1' },
      { name: 'public', publicRead: true },
    ],
  });
}

async function assertRejected(handle: WireHandler, { before = [], request, status, code }: RejectionRow): Promise<void> {
  const answers: Answered[] = [];
  for (const step of before) answers.push(await answered(await handle(toRequest(step, answers))));
  const response = await handle(toRequest(request, answers));
  const text = await response.text();
  const [, found] = /<Code>(\w+)<\/Code>/.exec(text) ?? [];
  if (response.status !== status || found !== code)
    throw new Error(`Expected ${status} ${code ?? ''}, found ${response.status} ${found ?? ''}.`);
}

interface Answered {
  readonly etag: string;
  readonly UploadId: string;
}

async function answered(response: Response): Promise<Answered> {
  const [, UploadId = ''] = /<UploadId>(.*)<\/UploadId>/.exec(await response.text()) ?? [];
  return { etag: response.headers.get('etag') ?? '', UploadId };
}

function toRequest(row: RejectionRequest, answers: readonly Answered[]): Request {
  const fill = (text: string): string =>
    text.replaceAll(/\{(\d+)\.(etag|UploadId)\}/g, (_all, index: string, name: 'etag' | 'UploadId') =>
      String(answers[Number(index)]?.[name]),
    );
  const { method, sign = {} } = row;
  const unsigned: Unsigned = {
    method,
    target: fill(row.target),
    headers: new Headers(),
    body: new TextEncoder().encode(fill(row.body ?? '')),
  };
  setHeaders(unsigned, row.headers ?? {}, fill);
  const { by, tampered = {}, sessionToken, ...signing } = sign;
  if (by === 'none') return requestOf(unsigned);
  if (sessionToken !== undefined) unsigned.headers.set('x-amz-security-token', sessionToken);
  const request = signed(unsigned, signing);
  for (const [name, value] of Object.entries(tampered)) request.headers.set(name, value);
  return request;
}

/** Length and hash of the body are said unless a row says otherwise; an empty text leaves a header out. */
function setHeaders(
  { headers, body }: Unsigned,
  given: Readonly<Record<string, string>>,
  fill: (text: string) => string,
): void {
  const hash = createHash('sha256').update(body).digest('hex');
  const usual = { 'content-length': String(body.byteLength), 'x-amz-content-sha256': hash };
  const digest = createHash('md5').update(body).digest('base64');
  for (const [name, value] of Object.entries({ ...usual, ...given }))
    if (value !== '') headers.set(name, value === 'auto' ? digest : fill(value));
}
