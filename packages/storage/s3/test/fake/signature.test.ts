import { describe, expect, it } from 'vitest';
import { s3Fake } from '../../src/fake/index.ts';

// The examples of https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html (2026-11-22).
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const;
const scope = '20130524/us-east-1/s3/aws4_request';
const at = Date.parse('2013-05-24T00:00:00Z');
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const fake = () => s3Fake({ credentials, buckets: ['examplebucket'], now: () => at });

function authorization(signedHeaders: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope},SignedHeaders=${signedHeaders},Signature=${signature}`;
}

/** 64 KiB and 1 KiB of the letter a, each after its signature. */
function chunked(signatures: readonly [string, string, string], end: string): string {
  const [first, second, last] = signatures;
  return [
    `10000;chunk-signature=${first}\r\n${'a'.repeat(65_536)}\r\n`,
    `400;chunk-signature=${second}\r\n${'a'.repeat(1024)}\r\n`,
    `0;chunk-signature=${last}\r\n${end}`,
  ].join('');
}

async function codeOf(answer: Response): Promise<string | undefined> {
  return /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1];
}

describe('signatures that AWS published are right', () => {
  it('of a GET with a range, in the header', async () => {
    const answer = await fake().handle(
      new Request('https://examplebucket.s3.amazonaws.com/test.txt', {
        headers: {
          range: 'bytes=0-9',
          'x-amz-content-sha256': emptyHash,
          'x-amz-date': '20130524T000000Z',
          authorization: authorization(
            'host;range;x-amz-content-sha256;x-amz-date',
            'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
          ),
        },
      }),
    );
    expect(await codeOf(answer)).toBe('NoSuchKey');
  });

  it('of a PUT whose key has a dollar sign', async () => {
    const s3 = fake();
    const answer = await s3.handle(
      new Request('https://examplebucket.s3.amazonaws.com/test$file.text', {
        method: 'PUT',
        body: 'Welcome to Amazon S3.',
        headers: {
          date: 'Fri, 24 May 2013 00:00:00 GMT',
          'content-type': '',
          'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
          'x-amz-date': '20130524T000000Z',
          'x-amz-storage-class': 'REDUCED_REDUNDANCY',
          authorization: authorization(
            'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
            '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
          ),
        },
      }),
    );
    expect(await codeOf(answer)).toBeUndefined();
    expect(s3.objects('examplebucket')).toMatchObject([{ key: 'test$file.text', size: 21 }]);
  });

  it('of a listing with a query', async () => {
    const answer = await fake().handle(
      new Request('https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J', {
        headers: {
          'x-amz-content-sha256': emptyHash,
          'x-amz-date': '20130524T000000Z',
          authorization: authorization(
            'host;x-amz-content-sha256;x-amz-date',
            '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
          ),
        },
      }),
    );
    // The signature is right; it is version 1 of the listing that is not spoken.
    expect(await codeOf(answer)).toBe('NotImplemented');
  });

  it('of a presigned URL', async () => {
    const address = new URL('https://examplebucket.s3.amazonaws.com/test.txt');
    address.search = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
      'X-Amz-Date': '20130524T000000Z',
      'X-Amz-Expires': '86400',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    }).toString();
    expect(await codeOf(await fake().handle(new Request(address)))).toBe('NoSuchKey');
  });
});

describe('a body of signed chunks', () => {
  const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
  const signatures = [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ] as const;
  const put = (body: string) =>
    new Request('https://s3.amazonaws.com/examplebucket/chunkObject.txt', {
      method: 'PUT',
      body,
      headers: {
        'content-encoding': 'aws-chunked',
        'content-length': '66824',
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        'x-amz-date': '20130524T000000Z',
        'x-amz-decoded-content-length': '66560',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        authorization: authorization(
          'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
          seed,
        ),
      },
    });

  it('arrives without its framing when each signature is right', async () => {
    const s3 = fake();
    expect((await s3.handle(put(chunked(signatures, '\r\n')))).status).toBe(200);
    expect(s3.objects('examplebucket')).toMatchObject([{ size: 66_560, headers: {} }]);
    expect(s3.objects('examplebucket')[0]?.headers['content-encoding']).toBeUndefined();
  });

  it('is refused when a byte of a later chunk was changed', async () => {
    const s3 = fake();
    const body = chunked(signatures, '\r\n').replace(/a(\r\n0;)/, 'b$1');
    expect(await codeOf(await s3.handle(put(body)))).toBe('SignatureDoesNotMatch');
    expect(s3.objects('examplebucket')).toEqual([]);
  });

  it('is refused when the last chunk is missing', async () => {
    const [body = ''] = chunked(signatures, '').split('0;chunk');
    expect(await codeOf(await fake().handle(put(body)))).toBe('IncompleteBody');
  });
});

describe('a body of signed chunks with a trailer', () => {
  const signatures = [
    'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
    '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
    '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
  ] as const;
  const trailerSignature = 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435';
  const put = (checksum: string, signature = trailerSignature) =>
    new Request('https://s3.amazonaws.com/examplebucket/chunkObject.txt', {
      method: 'PUT',
      body: chunked(
        signatures,
        `x-amz-checksum-crc32c:${checksum}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`,
      ),
      headers: {
        'content-encoding': 'aws-chunked',
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
        'x-amz-date': '20130524T000000Z',
        'x-amz-decoded-content-length': '66560',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-trailer': 'x-amz-checksum-crc32c',
        authorization: authorization(
          'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
          '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
        ),
      },
    });

  it('arrives with the checksum of its trailer', async () => {
    const s3 = fake();
    const answer = await s3.handle(put('sOO8/Q=='));
    expect(await codeOf(answer)).toBeUndefined();
    expect(s3.objects('examplebucket')[0]?.checksum).toMatchObject({
      algorithm: 'CRC32C',
      value: 'sOO8/Q==',
    });
  });

  it('is refused when the trailer was changed', async () => {
    expect(await codeOf(await fake().handle(put('AAAAAA==')))).toBe('SignatureDoesNotMatch');
  });
});
