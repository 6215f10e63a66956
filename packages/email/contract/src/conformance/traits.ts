import type { OperationName } from '@patchbay/core';
import type { TraitCall } from '@patchbay/core/conformance';
import type { EmailApi } from '../api.ts';
import type { EmailTrait } from '../capabilities.ts';
import type { Message } from '../message.ts';
import type { EmailScene } from './scene.ts';

const file = { filename: 'dot.png', content: new Uint8Array([1]), contentType: 'image/png' };

/** For each trait a message that needs it. Others are no matter of the input: they have cases of their own. */
export const traits: Readonly<
  Record<
    Exclude<EmailTrait, 'recipient_results' | 'webhooks' | 'inbound'>,
    TraitCall<EmailScene, OperationName<EmailApi>>
  >
> = {
  attachments: needs({ attachments: [file] }),
  inline: needs({ html: '<img src="cid:dot">', attachments: [{ ...file, contentId: 'dot' }] }),
  templates: {
    operation: 'send',
    input: (scene) => scene.bare({ template: { id: scene.fixtures.templateId ?? 'welcome' } }),
  },
  schedule: {
    operation: 'send',
    input: (scene) => scene.message({ sendAt: new Date(scene.clock.now() + 60_000) }),
  },
  headers: needs({ headers: { 'X-Shop': 'postcards' } }),
  tags: needs({ tags: ['receipt'] }),
  metadata: needs({ metadata: { order: '1007' } }),
  tracking: needs({ tracking: { opens: false } }),
  envelope_from: {
    operation: 'send',
    input: (scene) => scene.message({ envelopeFrom: scene.fixtures.sender }),
  },
};

function needs(fields: Partial<Message>): TraitCall<EmailScene, OperationName<EmailApi>> {
  return { operation: 'send', input: (scene) => scene.message(fields) };
}
