import { assert, assertEqual } from '@patchbay/core/conformance';
import type { EmailEvent, EmailEventType } from '../../events.ts';
import { cases, type EmailRow } from '../define.ts';
import type { Happening } from '../harness.ts';
import type { EmailScene } from '../scene.ts';
import { events } from './received.ts';

const needs = { operations: ['send'], traits: ['webhooks'] } as const;

/** What happens to a mail is told. */
export const webhookEventCases = cases('webhooks', 'webhooks.receive', {
  accepted: {
    title: 'A mail that the provider took is told as `message.accepted`.',
    needs,
    async run(scene) {
      const { id } = await scene.send();
      await assertTold(scene, 'message.accepted', id);
    },
  },
  delivered: tells('delivered', 'message.delivered'),
  deferred: tells('deferred', 'message.deferred'),
  bounced: tells('bounced', 'message.bounced', ({ bounce }) => {
    assertEqual(bounce?.kind, 'hard', 'kind of the bounce');
    assert(bounce?.detail !== undefined && bounce.detail.length > 0, 'the other side’s words');
  }),
  blocked: tells('blocked', 'message.bounced', ({ bounce }) => {
    assertEqual(bounce?.kind, 'block', 'kind of the bounce');
  }),
  opened: tells('opened', 'message.opened'),
  clicked: tells('clicked', 'message.clicked', ({ url = '' }) => {
    assert(URL.canParse(url), `the URL that was clicked, found ${url}`);
  }),
  complained: tells('complained', 'message.complained'),
  unsubscribed: tells('unsubscribed', 'recipient.unsubscribed'),
  resubscribed: tells('resubscribed', 'recipient.resubscribed'),
  unknown_types_arrive: tells('unheard_of', 'unhandled', ({ vendorType }) => {
    assert(vendorType.length > 0, 'the provider’s own name for it');
  }),
  suppressed_recipient_is_told: {
    title: 'That a suppressed recipient was left out is told as `message.rejected`.',
    needs: {
      ...needs,
      operations: ['send', 'suppressions.add'],
      unless: ({ traits }) => (traits.recipient_results ? 'its receipt tells already' : undefined),
    },
    async run(scene) {
      const quiet = await scene.suppressed();
      const { id } = await scene.send({ to: [scene.at('ada'), quiet] });
      const found = (await events(scene)).filter(({ type }) => type === 'message.rejected');
      assertEqual(
        found.map(({ messageId, recipient }) => [messageId, recipient]),
        [[id, quiet]],
        'rejections',
      );
    },
  },
});

function tells(
  what: Happening,
  type: EmailEventType,
  check: (event: EmailEvent) => void = () => {},
): EmailRow {
  return {
    title: `A mail that is ${what} is told as \`${type}\`.`,
    needs,
    parameters: { what, check: check.toString() },
    async run(scene) {
      const receipt = await scene.send({ html: '<a href="https://shop.example/orders/7">Your order</a>' });
      await scene.happen(what, receipt);
      check(await assertTold(scene, type, receipt.id));
    },
  };
}

/** The one event of a type; it names the mail and its recipient. */
async function assertTold(scene: EmailScene, type: EmailEventType, messageId: string): Promise<EmailEvent> {
  const all = await events(scene);
  const [event, ...more] = all.filter((candidate) => candidate.type === type);
  const found = all.map((candidate) => candidate.type).join(', ');
  assert(event !== undefined && more.length === 0, `one ${type}, found ${found || 'nothing'}`);
  assertEqual(event.messageId, messageId, 'the mail it is about');
  assertEqual(event.recipient, scene.at('ada'), 'the recipient it is about');
  return event;
}
