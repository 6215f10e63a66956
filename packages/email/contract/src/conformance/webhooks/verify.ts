import { webhookRows } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { EmailScene } from '../scene.ts';
import { genuine } from './received.ts';

/** Which webhooks are believed. */
export const webhookVerifyCases = cases(
  'webhooks',
  'webhooks.receive',
  webhookRows({
    needs: { operations: ['send'], traits: ['webhooks'] },
    genuine,
    source: (scene: EmailScene) => scene.webhooks,
    receive: ({ email }, input) => email.webhooks.receive(input),
  }),
);
