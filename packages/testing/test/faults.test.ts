import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { virtualClock, wireRecorder } from '../src/index.ts';
import { type FaultServer, htmlPage, rateLimited, serve } from '../src/node/index.ts';
import { rawExchange, rawPost } from './support/raw-exchange.ts';

const clock = virtualClock({ start: new Date('2026-03-01T10:00:00.500Z') });

const post = (server: FaultServer): Promise<Response> =>
  fetch(`${server.url}/pay`, { method: 'POST', body: '{"minor":100}', signal: AbortSignal.timeout(30_000) });

describe('faults', () => {
  let committed: string[];
  let server: FaultServer;
  beforeEach(async () => {
    committed = [];
    const handle = async (request: Request): Promise<Response> => {
      committed.push(await request.text());
      return Response.json({ id: 'pay_1', text: 'grüße' }, { headers: { 'x-request-id': 'r1' } });
    };
    server = await serve({ handle }, { clock });
  });
  afterEach(() => server.close());

  it('plans a fault for as many requests as asked, and only for those that match', async () => {
    server.fault({ kind: 'status', status: 500, times: 2, match: (request) => request.text.includes('100') });
    expect((await fetch(server.url)).status).toBe(200);
    const statuses = [(await post(server)).status, (await post(server)).status, (await post(server)).status];
    expect(statuses).toEqual([500, 500, 200]);
    expect(server.pendingFaults).toBe(0);
    expect(server.received.map((request) => [request.order, request.method, request.target])).toEqual([
      [1, 'GET', '/'],
      [2, 'POST', '/pay'],
      [3, 'POST', '/pay'],
      [4, 'POST', '/pay'],
    ]);
    expect(committed).toEqual(['', '{"minor":100}']);
  });

  it('answers with the page of a proxy', async () => {
    server.fault(htmlPage(502), { kind: 'status', status: 503 });
    const page = await post(server);
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('<h1>502</h1>');
    const bare = await post(server);
    expect([bare.status, await bare.text()]).toEqual([503, '']);
  });

  it('says when to come back in each form, or not at all', async () => {
    const delayMs = 2_500;
    const forms = [
      { form: 'seconds', delayMs },
      { form: 'date', delayMs },
      { form: 'milliseconds', delayMs },
    ] as const;
    server.fault(...forms.map(rateLimited), rateLimited());
    const answers = [await post(server), await post(server), await post(server), await post(server)];
    expect(answers.map((answer) => answer.status)).toEqual([429, 429, 429, 429]);
    expect(answers.map((answer) => answer.headers.get('retry-after'))).toEqual([
      '3',
      'Sun, 01 Mar 2026 10:00:03 GMT',
      null,
      null,
    ]);
    expect(answers[2]?.headers.get('retry-after-ms')).toBe('2500');
  });

  it('answers 200 with garbage or another shape after the effect', async () => {
    server.fault(
      { kind: 'garbage' },
      { kind: 'wrongShape' },
      { kind: 'wrongShape', body: [], commit: false },
    );
    const garbage = await post(server);
    expect(garbage.status).toBe(200);
    await expect(garbage.json()).rejects.toThrow(SyntaxError);
    expect(await (await post(server)).json()).toEqual({ unexpected: true });
    expect(committed).toHaveLength(2);
    expect(await (await post(server)).json()).toEqual([]);
    expect(committed).toHaveLength(2);
  });

  it('cuts a real answer short of its announced length', async () => {
    server.fault({ kind: 'truncate', afterBytes: 5 }, { kind: 'truncate', afterBytes: 1_000 });
    const whole = Buffer.from(JSON.stringify({ id: 'pay_1', text: 'grüße' })).toString('latin1');
    const { text, end } = await rawExchange(server, rawPost);
    const [head, body] = text.split('\r\n\r\n');
    expect(head?.toLowerCase()).toContain(`content-length: ${whole.length}`);
    expect([head?.toLowerCase().includes('x-request-id: r1'), body, end]).toEqual([
      true,
      whole.slice(0, 5),
      'closed',
    ]);
    expect((await rawExchange(server, rawPost)).text.endsWith(whole.slice(0, -1))).toBe(true);
  });

  it('resets the connection before or after the effect, with a real RST', async () => {
    server.fault({ kind: 'resetBefore' }, { kind: 'resetAfter' });
    expect(await rawExchange(server, rawPost)).toEqual({ text: '', end: 'ECONNRESET' });
    expect(committed).toEqual([]);
    expect(await rawExchange(server, rawPost)).toEqual({ text: '', end: 'ECONNRESET' });
    expect(committed).toEqual(['hi']);
  });

  it.each([
    { kind: 'hang', commit: false } as const,
    { kind: 'hang', commit: true } as const,
    { kind: 'slowBody' } as const,
  ])('holds a request until the client leaves: %o', async (fault) => {
    server.fault(fault);
    const gone = new AbortController();
    const answered = fetch(server.url, { method: 'POST', body: 'hi', signal: gone.signal });
    const text = answered.then((response) => response.text());
    await expect.poll(() => server.held).toBe(1);
    expect(committed).toHaveLength(fault.kind === 'hang' && !fault.commit ? 0 : 1);
    gone.abort(new Error('enough'));
    await expect(text).rejects.toThrow('enough');
    await expect.poll(() => server.held).toBe(0);
  });

  it('sends the headers at once when only the body is slow', async () => {
    server.fault({ kind: 'slowBody', afterBytes: 4 });
    const response = await post(server);
    expect(response.headers.get('x-request-id')).toBe('r1');
    const body: ReadableStream<Uint8Array> | null = response.body;
    const first = await body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe('{"id');
  });

  it('waits on its clock for a delay, and refuses one without a clock', async () => {
    const recorder = wireRecorder();
    server.fault({ kind: 'delay', delayMs: 60_000 });
    const busy = (): boolean => recorder.inFlight > server.held;
    const answered = recorder.fetch(server.url).then((response) => response.text());
    expect(await clock.settle(answered, { busy })).toMatchObject({ status: 'fulfilled', elapsedMs: 60_000 });
    await using bare = await serve(() => new Response());
    expect(() => bare.fault({ kind: 'delay', delayMs: 1 })).toThrow('serve(target, { clock })');
  });

  it('forgets a delayed request whose client left, and leaves no timer behind', async () => {
    const timers = clock.timers;
    server.fault({ kind: 'delay', delayMs: 60_000 });
    const gone = new AbortController();
    const answered = fetch(server.url, { signal: gone.signal });
    await expect.poll(() => clock.timers).toBe(timers + 1);
    gone.abort(new Error('enough'));
    await expect(answered).rejects.toThrow('enough');
    await expect.poll(() => [clock.timers, server.held]).toEqual([timers, 0]);
  });

  it('redirects for ever, whatever the client asks next', async () => {
    server.fault({ kind: 'redirectLoop' });
    await expect(post(server)).rejects.toMatchObject({ cause: { message: 'redirect count exceeded' } });
    expect(server.received.length).toBeGreaterThan(20);
    expect(server.received.every((request) => request.method === 'POST')).toBe(true);
    expect(committed).toEqual([]);
  });
});
