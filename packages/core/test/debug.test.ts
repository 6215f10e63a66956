import { connect, debugInterceptor } from '@patchbay/core/node';
import { describe, expect, it, vi } from 'vitest';
import { adapters, mint } from './config/mint.ts';
import { call, key, vendorError } from './support.ts';
import type { Answer, makeToy } from './toy.ts';

/** The lines of one call; its own duration is real time. */
async function linesOf(
  answers: readonly Answer[],
  run: (toy: ReturnType<typeof makeToy>) => Promise<unknown>,
  namespaces = 'integration:*',
): Promise<readonly string[]> {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line.replaceAll(/(attempts=.* ms)=\d+/g, '$1=…'));
  await call(answers, run, { interceptors: [debugInterceptor({ namespaces, write })], name: 'till' });
  return lines;
}

describe('debugInterceptor', () => {
  it('tells of each attempt and of the call', async () => {
    const headers = { 'x-request-id': 'req_7' };
    const lines = await linesOf([{ status: 503, headers }, { headers }], (toy) => toy.read('order-4711'));
    expect(lines).toMatchInlineSnapshot(`
      [
        "integration:toy:acme toy.read instance=till attempt=1 status=503 code=provider_unavailable outcome=not_applied request=req_7 ms=0",
        "integration:toy:acme toy.read instance=till attempt=2 status=200 code=ok request=req_7 ms=0 waited=50",
        "integration:toy:acme toy.read instance=till attempts=2 code=ok ms=…",
      ]
    `);
  });

  it('shows neither what was sent and answered nor anything secret or private', async () => {
    const person = { email: 'ada.lovelace@example.com' };
    const echo = `acme-key-0123456789 ${person.email}`;
    const headers = { 'x-request-id': echo };
    const body = { error: { code: 'refused', message: echo } };
    const lines = await linesOf([{ status: 402, headers, body }], (toy) => toy.mail(person, key));
    expect(lines).toMatchInlineSnapshot(`
      [
        "integration:toy:acme toy.mail instance=till attempt=1 status=402 code=declined outcome=not_applied request=[secret] [personal] ms=0",
        "integration:toy:acme toy.mail instance=till attempts=1 code=declined outcome=not_applied ms=…",
      ]
    `);
    expect(lines.join()).not.toMatch(/acme-key|lovelace|order-7/);
  });

  it.each([
    ['integration:*', 2],
    ['*', 2],
    ['integration:toy:*', 2],
    ['http,integration:toy:acme', 2],
    ['integration:mail:*', 0],
    ['integration:*,-integration:toy:*', 0],
    ['integration:toy:acm', 0],
    ['integration.toy.acme', 0],
    ['', 0],
  ])('asked for %j, tells in %i lines of one call', async (namespaces, count) => {
    expect(await linesOf([vendorError('refused')], (toy) => toy.read('x'), namespaces)).toHaveLength(count);
  });
});

describe('connect', () => {
  it('tells on standard error of the calls that DEBUG asks for', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const env = { MINT_PROVIDER: 'royal', ROYAL_SECRET_KEY: 'key-of-vendor' };
    for (const DEBUG of ['integration:mail:*', 'integration:mint:*']) {
      await using app = await connect(
        { mint: mint.needs('strike') },
        { file: false, env: { ...env, DEBUG }, adapters },
      );
      await app.mint.strike({ coins: 1 });
    }
    const lines = written.mock.calls.map(([line]) => String(line));
    written.mockRestore();
    expect(lines).toEqual([
      expect.stringMatching(/^\d{4}-\S+Z integration:mint:royal mint.strike attempt=1 code=ok ms=\d+\n$/),
      expect.stringMatching(/^\d{4}-\S+Z integration:mint:royal mint.strike attempts=1 code=ok ms=\d+\n$/),
    ]);
  });
});
