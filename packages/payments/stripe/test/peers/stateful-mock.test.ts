import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { describe } from 'vitest';
import * as z from 'zod';
import { comparePeer } from './compare.ts';
import { fakeService, openInbox, toService } from './service.ts';
import { statefulMock } from './stateful-mock.ts';
import { statefulMockCases } from './stateful-mock-cases.ts';
import { chargeTill, intentTill, type TillService } from './till.ts';

const require = createRequire(import.meta.url);

/** It has no types, and its state belongs to the process. */
const { createExpressApp } = z
  .object({ createExpressApp: z.custom<() => RequestListener>((value) => typeof value === 'function') })
  .parse(require('stripe-stateful-mock'));

async function startMock(): Promise<TillService> {
  const server = createServer(createExpressApp());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The mock got no port.');
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
  };
  const service = toService(`http://127.0.0.1:${address.port}`, await openInbox(), close);
  return { ...service, till: chargeTill(service.send) };
}

async function startFake(): Promise<TillService> {
  const service = await fakeService();
  return { ...service, till: intentTill(service.send) };
}

/** An independent server of Stripe's older API: https://github.com/pushplay/stripe-stateful-mock */
describe('stripe-stateful-mock', () => {
  comparePeer({ fake: startFake, peer: startMock }, statefulMockCases, statefulMock);
});
