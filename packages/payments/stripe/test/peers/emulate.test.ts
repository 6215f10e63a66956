import { freePort } from '@patchbay/testing/node';
import { createEmulator } from 'emulate';
import { describe } from 'vitest';
import { comparePeer } from './compare.ts';
import { emulate } from './emulate.ts';
import { emulateCases } from './emulate-cases.ts';
import { fakeService, openInbox, type Service, toService, webhookSecret } from './service.ts';

async function start(): Promise<Service> {
  const inbox = await openInbox();
  const webhooks = [{ url: inbox.url, events: ['*'], secret: webhookSecret }];
  const port = await freePort();
  const emulator = await createEmulator({ service: 'stripe', port, seed: { stripe: { webhooks } } });
  return toService(emulator.url.replace('localhost', '127.0.0.1'), inbox, () => emulator.close());
}

/** emulate@0.12.2, an independent server of Stripe's API: https://github.com/vercel-labs/emulate */
describe('emulate', () => {
  comparePeer({ fake: fakeService, peer: start }, emulateCases, emulate);
});
