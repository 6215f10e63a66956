import { runOnEdge } from '@patchbay/tooling-presets/edge';
import { describe, expect, it } from 'vitest';

/** A program that writes an object in parts and reads it back. */
const program = `
  import { defineAdapter } from '@patchbay/core';
  import { storage } from '@patchbay/storage';

  const parts = new Map();
  const objects = new Map();
  const info = (key) => ({ key, provider: 'edge', sizeBytes: objects.get(key).size, etag: '1', modifiedAt: new Date(), contentType: 'text/plain', metadata: {} });
  const edge = defineAdapter({
    spec: 1,
    contract: storage,
    capabilities: {
      provider: 'edge',
      operations: Object.fromEntries(Object.keys(storage.operations).map((name) => [name, 'native'])),
      traits: {},
      upload: { kind: 'parts', minPartBytes: 1, maxPartBytes: 1e9, maxParts: 10000 },
      limits: { objectBytes: 1e9, putBytes: 10, metadataBytes: 0, deleteKeys: 10, presignSeconds: 0 },
      idempotency: { kind: 'none' },
    },
    options: { '~standard': { version: 1, vendor: 'edge', validate: (value) => ({ value }) } },
    client: async () => ({}),
    driver: () => ({
      'uploads.create': async ({ key }) => ({ id: '1', key }),
      'uploads.put': async ({ number, body }) => { parts.set(number, body); return { number, etag: String(number), sizeBytes: body.byteLength }; },
      'uploads.complete': async ({ session, parts: named }) => { objects.set(session.key, new Blob(named.map(({ number }) => parts.get(number)))); return info(session.key); },
      get: async ({ key }) => ({ status: 'ok', info: info(key), stream: objects.get(key).stream() }),
    }),
    toFailure: () => undefined,
    check: async () => {},
  })({});

  globalThis.verdict = (async () => {
    const { key } = await edge.put('a/b', new Blob(['Greetings from the edge.']).stream(), { partBytes: 7 });
    const text = await (await edge.get(key)).text();
    return { text, parts: parts.size, globals: typeof globalThis.process + typeof globalThis.require };
  })();
`;

describe('on the edge', () => {
  it('core and contract write and read without any Node built-in', async () => {
    expect(await runOnEdge(program, import.meta.dirname)).toEqual({
      text: 'Greetings from the edge.',
      parts: 4,
      globals: 'undefinedundefined',
    });
  });
});
