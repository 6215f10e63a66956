import { lookup as systemLookup } from 'node:dns';
import { request } from 'node:http';
import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressRules } from '../../src/node/addresses.ts';
import { type DeliveryTransport, guardedTransport, type Resolve } from '../../src/node/index.ts';
import { listener } from './support/listener.ts';

/**
 * 127.0.0.2 stands for a public address, for tests go nowhere else; 127.0.0.1 is the machine’s own that nobody may reach.
 * Both are loopback on Linux.
 */
const allowed = '127.0.0.2';
const guarded = '127.0.0.1';

type Make = (options: { port: number; resolve: Resolve }) => DeliveryTransport;

const own: Make = ({ port, resolve }) =>
  guardedTransport({ allowHttp: true, allowPorts: [port], allowAddresses: [allowed], resolve });

/** Checks, and then lets the connection resolve again: the classic mistake. */
const checkedOnly: Make = ({ resolve }) => ({
  check: () => undefined,
  async post({ url, body }) {
    const { hostname, port } = new URL(url);
    const found = await resolve(hostname);
    if (!found.every(addressRules([allowed]))) return { kind: 'refused', reason: 'address_not_public' };
    const lookup: LookupFunction = (host, options, callback) =>
      void resolve(host).then(([address = '']) => systemLookup(address, options, callback));
    return new Promise((settle) => {
      const sent = request({ host: hostname, port, method: 'POST', lookup, agent: false }, (response) => {
        response.resume();
        settle({ kind: 'answer', status: response.statusCode ?? 0 });
      });
      sent.on('error', () => settle({ kind: 'failed', reason: 'network' }));
      sent.end(body);
    });
  },
});

/** Sends to a name whose resolver answers one thing after the other; counts what reaches each address. */
async function reached(make: Make, answers: readonly (readonly string[])[]) {
  await using inner = await listener(guarded);
  await using outer = await listener(allowed, { port: inner.port });
  let asked = 0;
  const resolve: Resolve = async () => answers[Math.min(asked++, answers.length - 1)] ?? [];
  const transport = make({ port: inner.port, resolve });
  const url = `http://rebind.example:${inner.port}/`;
  const results = [];
  for (let time = 0; time < answers.length; time += 1) {
    results.push((await transport.post({ url, headers: {}, body: new Uint8Array() })).kind);
  }
  return { results, guarded: inner.connections, allowed: outer.connections };
}

describe('a resolver that answers a public address first and a private one then', () => {
  it('leads nowhere: the connection goes to the address that was checked', async () => {
    expect(await reached(own, [[allowed], [guarded]])).toEqual({
      results: ['answer', 'refused'],
      guarded: 0,
      allowed: 1,
    });
  });

  it('leads a guard that does not pin the address to the private one: this test would notice', async () => {
    expect((await reached(checkedOnly, [[allowed], [guarded]])).guarded).toBeGreaterThan(0);
  });

  it('leads nowhere when it answers both at once, in either order', async () => {
    const none = { guarded: 0, allowed: 0 };
    expect(await reached(own, [[allowed, guarded]])).toEqual({ results: ['refused'], ...none });
    expect(await reached(own, [[guarded, allowed]])).toEqual({ results: ['refused'], ...none });
  });
});
