import { runOnEdge } from '@patchbay/tooling-presets/edge';
import { describe, expect, it } from 'vitest';

/** A program that sends a message and hands it over by a transport of its own. */
const program = `
  import { memoryJobs } from '@patchbay/jobs-memory';
  import { memoryState } from '@patchbay/state-memory';
  import { webhookSender } from '@patchbay/webhooks/send';

  globalThis.verdict = (async () => {
    const { promise, resolve } = (() => { let resolve; return { promise: new Promise((done) => { resolve = done; }), resolve }; })();
    const transport = {
      check: () => undefined,
      post: async (request) => { resolve(request); return { kind: 'answer', status: 200 }; },
    };
    const sealingKey = 'a key for tests that is long enough to be one';
    const sender = webhookSender({ state: memoryState(), jobs: memoryJobs(), transport, sealingKey });
    await sender.endpoints.create({ url: 'https://example.com/' });
    const worker = sender.work();
    await sender.send({ id: 'm1', type: 'order.paid', data: 1 });
    const { url, headers, body } = await promise;
    await worker.close(1000);
    return { url, id: headers['webhook-id'], data: JSON.parse(new TextDecoder().decode(body)).data };
  })();
`;

describe('on the edge', () => {
  it('the sender works without any Node built-in', async () => {
    expect(await runOnEdge(program, import.meta.dirname)).toEqual({
      url: 'https://example.com/',
      id: 'm1',
      data: 1,
    });
  });
});
