import { assert, assertEqual, assertError, assertMentions } from '@patchbay/core/conformance';
import type { EmailLimits } from '../../capabilities.ts';
import type { Message } from '../../message.ts';
import { cases, type EmailRow } from '../define.ts';
import type { EmailScene } from '../scene.ts';

/** More than this is not tried out. */
const most = { recipients: 1000, bytes: 64 * 1024 * 1024 };

/** What is more than the provider takes is refused before any request. */
export const limitCases = cases('errors', 'send', {
  too_many_recipients: {
    title: 'One recipient too many is refused, to, cc and bcc together.',
    needs: {
      unless: ({ limits }) => (limits.recipients > most.recipients ? 'its limit is far away' : undefined),
    },
    async run(scene) {
      const everyone = Array.from({ length: limitsOf(scene).recipients + 1 }, (_, index) =>
        scene.at(`reader-${index}`),
      );
      const half = Math.ceil(everyone.length / 2);
      await refusedAs(scene, 'too_many_recipients', 'recipients', {
        to: everyone.slice(0, 1),
        cc: everyone.slice(1, half),
        bcc: everyone.slice(half),
      });
    },
  },
  as_many_recipients_as_it_takes: {
    title: 'As many recipients as the limit says are taken.',
    needs: {
      unless: ({ limits }) => (limits.recipients > most.recipients ? 'its limit is far away' : undefined),
    },
    async run(scene) {
      const { recipients } = limitsOf(scene);
      const to = Array.from({ length: recipients }, (_, index) => scene.at(`reader-${index}`));
      assertEqual((await scene.arrived({ to })).envelope.length, recipients, 'envelope');
    },
  },
  too_many_tags: {
    title: 'One tag too many is refused.',
    needs: { traits: ['tags'] },
    async run(scene) {
      const tags = Array.from({ length: limitsOf(scene).tags + 1 }, (_, index) => `tag-${index}`);
      await refusedAs(scene, 'parameter_invalid', 'tags', { tags });
      assertEqual((await scene.arrived({ tags: tags.slice(1) })).tags.length, tags.length - 1, 'tags');
    },
  },
  time_in_the_past: timed('A time in the past is refused.', () => -1000),
  time_is_now: timed('A time that is now is refused.', () => 0),
  time_too_far_ahead: timed(
    'A time further ahead than the provider keeps mails is refused.',
    ({ scheduleMs }) => scheduleMs + 60_000,
  ),
  time_as_far_as_it_goes: {
    title: 'A time as far ahead as the limit says is taken.',
    needs: { traits: ['schedule'] },
    async run(scene) {
      const sendAt = new Date(Math.floor((scene.clock.now() + limitsOf(scene).scheduleMs) / 1000) * 1000);
      assertEqual((await scene.arrived({ sendAt })).sendAt, sendAt, 'sendAt');
    },
  },
  too_large: {
    title: 'Files that are more than a message may have are refused as soon as that is known.',
    needs: {
      traits: ['attachments'],
      unless: ({ limits }) => (limits.messageBytes > most.bytes ? 'its limit is far away' : undefined),
    },
    async run(scene) {
      const { messageBytes } = limitsOf(scene);
      let read = 0;
      const content = async function* endless(): AsyncGenerator<Uint8Array> {
        for (;;) {
          read += chunk.byteLength;
          yield chunk;
        }
      };
      const requests = scene.recordRequests();
      const message = scene.message({ attachments: [{ filename: 'endless.bin', content }] });
      const error = await scene.failure(scene.email.send(message, scene.once()));
      assertError(error, { code: 'payload_too_large', reason: 'message_too_large', outcome: 'not_applied' });
      assertEqual(
        [requests().length, await scene.mailbox.count()],
        [0, 0],
        'requests, and mails on the far side',
      );
      assert(read <= messageBytes + chunk.byteLength, `no more is read than the limit, found ${read} bytes`);
    },
  },
  unreadable_file: {
    title: 'A file that cannot be read is refused, and nothing is sent without it.',
    needs: { traits: ['attachments'] },
    async run(scene) {
      const content = async function* broken(): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(10);
        throw new Error('the disk is gone');
      };
      await refusedAs(scene, 'attachment_invalid', 'attachments', {
        attachments: [{ filename: 'report.pdf', content }],
      });
    },
  },
  file_that_never_comes: {
    title: 'A file whose bytes never come ends at the deadline: nothing was sent.',
    needs: { traits: ['attachments'] },
    async run(scene) {
      const content = async function* hanging(): AsyncGenerator<Uint8Array> {
        yield new Uint8Array(10);
        await new Promise<never>(() => {});
      };
      const requests = scene.recordRequests();
      const message = scene.message({ attachments: [{ filename: 'late.pdf', content }] });
      const call = scene.email.send(message, { ...scene.once(), timeoutMs: 5000, deadlineMs: 5000 });
      assertError(await scene.failure(call), { code: 'timeout', outcome: 'not_applied' });
      assertEqual(
        [requests().length, await scene.mailbox.count()],
        [0, 0],
        'requests, and mails on the far side',
      );
    },
  },
});

const chunk = new Uint8Array(256 * 1024);

function timed(title: string, aheadMs: (limits: EmailLimits) => number): EmailRow {
  return {
    title,
    parameters: { title },
    needs: { traits: ['schedule'] },
    async run(scene) {
      const sendAt = new Date(scene.clock.now() + aheadMs(limitsOf(scene)));
      await refusedAs(scene, 'schedule_out_of_range', 'sendAt', { sendAt });
    },
  };
}

async function refusedAs(
  scene: EmailScene,
  reason: string,
  field: string,
  fields: Partial<Message>,
): Promise<void> {
  const requests = scene.recordRequests();
  const error = await scene.failure(scene.email.send(scene.message(fields), scene.once()));
  assertError(error, { code: 'invalid_request', reason, outcome: 'not_applied' });
  assertMentions(error, field);
  assertEqual(
    [requests().length, await scene.mailbox.count()],
    [0, 0],
    'requests, and mails on the far side',
  );
}

function limitsOf(scene: EmailScene): EmailLimits {
  const { capabilities } = scene.email;
  assert('limits' in capabilities && isLimits(capabilities.limits), 'the capabilities tell the limits');
  return capabilities.limits;
}

function isLimits(value: unknown): value is EmailLimits {
  return typeof value === 'object' && value !== null && 'messageBytes' in value && 'scheduleMs' in value;
}
