import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wireRecorder } from '../src/index.ts';
import { closedPort, type FaultServer, serve } from '../src/node/index.ts';

const echo = async (request: Request): Promise<Response> => {
  const headers = { 'x-length': request.headers.get('content-length') ?? 'none', 'x-request-id': 'r1' };
  return new Response(await request.arrayBuffer(), { status: 201, statusText: 'Made', headers });
};

describe('wireRecorder', () => {
  const recorder = wireRecorder();
  let server: FaultServer;
  beforeAll(async () => {
    server = await serve(echo);
  });
  beforeEach(() => {
    recorder.reset();
    server.reset();
  });
  afterAll(() => server.close());

  it('records what was sent, in order', async () => {
    const headers = { 'Idempotency-Key': 'k-1' };
    await (await recorder.fetch(`${server.url}/a?b=c`, { method: 'POST', body: 'x=1', headers })).text();
    await (await recorder.fetch(new URL('/d', server.url))).text();
    const [first, second] = recorder.requests;
    expect(first).toMatchObject({
      order: 1,
      method: 'POST',
      text: 'x=1',
      idempotencyKey: 'k-1',
      status: 201,
    });
    expect(first?.url).toBe(`${server.url}/a?b=c`);
    expect(second).toMatchObject({ order: 2, method: 'GET', text: '', idempotencyKey: undefined });
  });

  const bytes = new Uint8Array([0, 255, 128, 10]);
  const form = new FormData();
  form.set('file', new Blob([bytes]), 'a.bin');
  const bodies: readonly (readonly [string, () => RequestInit])[] = [
    ['text', () => ({ body: 'grüße' })],
    ['bytes', () => ({ body: bytes })],
    ['a buffer', () => ({ body: bytes.buffer })],
    ['parameters', () => ({ body: new URLSearchParams({ a: 'b c' }) })],
    ['a blob', () => ({ body: new Blob([bytes]) })],
    ['a form', () => ({ body: form })],
    ['a stream', () => ({ body: new Blob([bytes]).stream(), duplex: 'half' })],
  ];
  it.each(bodies)('records the same bytes as the server gets, for %s', async (_, init) => {
    const response = await recorder.fetch(server.url, { method: 'POST', ...init() });
    const echoed = new Uint8Array(await response.arrayBuffer());
    const [sent] = recorder.requests;
    expect(sent?.body.length).toBeGreaterThan(0);
    expect(sent?.body).toEqual(echoed);
    expect(new Uint8Array(server.received[0]?.body ?? [])).toEqual(echoed);
  });

  it('records a Request, and sends it with its length as fetch does', async () => {
    const request = new Request(server.url, { method: 'PUT', body: 'four', headers: { 'x-a': 'b' } });
    const response = await recorder.fetch(request);
    expect(await response.text()).toBe('four');
    expect(response.headers.get('x-length')).toBe('4');
    expect(recorder.requests[0]).toMatchObject({ method: 'PUT', text: 'four' });
    expect(recorder.requests[0]?.headers.get('x-a')).toBe('b');
  });

  it('does not read a stream that the transport never reads', async () => {
    let pulled = 0;
    const source = new ReadableStream({ pull: () => void (pulled += 1) }, { highWaterMark: 0 });
    const init = { method: 'POST', body: source, duplex: 'half' } as const;
    const refused = wireRecorder(() => Promise.reject(new TypeError('refused')));
    await expect(refused.fetch('http://localhost/', init)).rejects.toThrow('refused');
    expect(pulled).toBe(0);
    expect(refused.inFlight).toBe(0);
  });

  it('hands on the response as it is', async () => {
    const direct = await fetch(`${server.url}/x`, { method: 'POST', body: 'hi' });
    const recorded = await recorder.fetch(`${server.url}/x`, { method: 'POST', body: 'hi' });
    const facts = ({ status, statusText, url, redirected, type, ok }: Response): unknown[] => [
      status,
      statusText,
      url,
      redirected,
      type,
      ok,
    ];
    expect(facts(recorded)).toEqual(facts(direct));
    expect(facts(recorded.clone())).toEqual(facts(direct));
    expect(recorded.headers.get('x-request-id')).toBe('r1');
    expect([await recorded.clone().text(), await recorded.text()]).toEqual(['hi', 'hi']);
    await direct.text();
  });

  it('counts a request as in flight until its body was read', async () => {
    const pending = recorder.fetch(server.url, { method: 'POST', body: 'hi' });
    expect(recorder.inFlight).toBe(1);
    const response = await pending;
    expect([recorder.inFlight, recorder.requests[0]?.inFlight]).toEqual([1, true]);
    await response.text();
    expect([recorder.inFlight, recorder.requests[0]?.inFlight]).toEqual([0, false]);
  });

  it('counts no longer what was cancelled, has no body, broke or was refused', async () => {
    const unread = await recorder.fetch(server.url, { method: 'POST', body: 'hi' });
    await unread.body?.cancel();
    expect(recorder.inFlight).toBe(0);
    await recorder.fetch(server.url, { method: 'HEAD' });
    expect(recorder.inFlight).toBe(0);
    server.fault({ kind: 'truncate', afterBytes: 1 });
    const cut = await recorder.fetch(server.url, { method: 'POST', body: 'hi' });
    await expect(cut.text()).rejects.toThrow(TypeError);
    expect(recorder.inFlight).toBe(0);
    await expect(recorder.fetch(await closedPort())).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    });
    expect(recorder.inFlight).toBe(0);
  });

  it('notices an abort while nobody reads the body', async () => {
    server.fault({ kind: 'slowBody', afterBytes: 1 });
    const gone = new AbortController();
    const response = await recorder.fetch(server.url, { method: 'POST', body: 'hi', signal: gone.signal });
    gone.abort(new Error('enough'));
    await expect(response.text()).rejects.toThrow('enough');
    expect(recorder.inFlight).toBe(0);
  });

  it('forgets on reset what was recorded, and goes on counting what is in flight', async () => {
    const pending = recorder.fetch(server.url);
    recorder.reset();
    expect([recorder.requests.length, recorder.inFlight]).toEqual([0, 1]);
    await (await pending).text();
    expect(recorder.inFlight).toBe(0);
  });
});
