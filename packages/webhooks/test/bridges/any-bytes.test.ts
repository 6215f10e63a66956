import { toLambda, toNode } from '@patchbay/webhooks/bridges';
import { array, assert, asyncProperty, uint8Array } from 'fast-check';
import { expect, it } from 'vitest';
import { oneConnection, send } from './support/client.ts';
import { receiving } from './support/receiving.ts';
import { listen } from './support/servers.ts';

it('any bytes in any chunks arrive as they were sent', async () => {
  const { received, handle } = receiving();
  await using serving = await listen(toNode(handle));
  const agent = oneConnection();
  const property = asyncProperty(array(uint8Array({ maxLength: 5000 }), { maxLength: 5 }), async (chunks) => {
    expect(await send(serving.origin, { chunks, agent })).toMatchObject({ status: 202 });
    expect(Buffer.compare(received.at(-1)?.bytes ?? Buffer.from('nothing'), Buffer.concat(chunks))).toBe(0);
  });
  await assert(property);
  agent.destroy();
});

it('any bytes in base64 arrive at a function for Lambda', async () => {
  const { received, handle } = receiving();
  const property = asyncProperty(uint8Array(), async (bytes) => {
    const body = Buffer.from(bytes).toString('base64');
    await toLambda(handle)({ httpMethod: 'POST', path: '/', body, isBase64Encoded: true });
    expect(received.at(-1)?.bytes).toEqual(bytes);
  });
  await assert(property);
});
