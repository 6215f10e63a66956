import { type CallOptions, vendorKey } from '@patchbay/core';
import { assert, assertEqual, assertError, isReading } from '@patchbay/core/conformance';
import type { Receipt } from '../../receipt.ts';
import type { ReconcileSend } from '../../reconcile.ts';
import { cases } from '../define.ts';
import type { EmailScene } from '../scene.ts';
import { losing, oneAttempt } from './lost-answer.ts';

const needs = { operations: ['send'] } as const;

/** What became of a mail whose answer was lost. */
export const reconcileCases = cases('contract', 'reconcile', {
  lost_answer_is_found: {
    title: 'A mail whose answer was lost is `applied`, with its receipt; nothing is sent by asking.',
    needs,
    start: oneAttempt,
    async run(scene) {
      await scene.send();
      const key = scene.once();
      const message = scene.message({ to: [scene.at('ada'), scene.at('grace')], cc: scene.at('mary') });
      assertError(await scene.failure(losing(scene).send(message, key)), {
        code: 'network',
        outcome: 'unknown',
      });
      const { id, recipients } = await found(scene, key);
      assertEqual(id, (await scene.newest()).id, 'the mail that it is about');
      assertEqual(
        recipients.map(({ email, kind }) => [email, kind]),
        [
          [scene.at('ada'), 'to'],
          [scene.at('grace'), 'to'],
          [scene.at('mary'), 'cc'],
        ],
        'recipients',
      );
      assertEqual(await scene.mailbox.count(), 2, 'mails on the far side');
    },
  },
  receipt_as_send_gives_it: {
    title: 'The receipt is the one that `send` gives again under the key, reference and all.',
    needs: { ...needs, keys: true },
    async run(scene) {
      const key = scene.once();
      const message = scene.message();
      const receipt = await scene.value(scene.email.send(message, key));
      assertEqual(await found(scene, key), receipt, 'receipt');
      assertEqual(await scene.value(scene.email.send(message, key)), receipt, 'receipt of `send` afterwards');
    },
  },
  refused_mail: {
    title: 'A mail that was refused for everyone is `applied`, and its receipt says `refused`.',
    needs: { ...needs, traits: ['recipient_results'] },
    async run(scene) {
      const key = scene.once();
      const { refusedRecipient = '' } = scene.fixtures;
      await scene.value(scene.email.send(scene.message({ to: refusedRecipient }), key));
      assertEqual((await found(scene, key)).status, 'refused', 'status');
    },
  },
  scheduled_mail: {
    title: 'A mail that waits for its time is `applied`, and can be taken back by its id.',
    needs: { operations: ['send', 'schedule.cancel'], traits: ['schedule'] },
    start: oneAttempt,
    async run(scene) {
      const key = scene.once();
      const message = scene.message({ sendAt: new Date(scene.clock.now() + 3_600_000) });
      await scene.failure(losing(scene).send(message, key));
      const { id, status } = await found(scene, key);
      await scene.value(scene.email.schedule.cancel(id));
      assertEqual([status, (await scene.newest()).status], ['scheduled', 'cancelled'], 'before, and after');
    },
  },
  in_its_time: {
    title:
      'A mail is found in the time of its call, however late it is asked about and whatever was sent since.',
    needs,
    start: oneAttempt,
    async run(scene) {
      const key = scene.once();
      await scene.failure(losing(scene).send(scene.message(), key));
      const { id } = await scene.newest();
      const question = toQuestion(scene, key);
      const until = new Date(scene.clock.now() + 60_000);
      await scene.clock.advance(3_600_000);
      await scene.send();
      const answer = await scene.value(scene.email.reconcile({ ...question, until }));
      assert(answer.outcome === 'applied', `the mail is found, found ${answer.outcome}`);
      assertEqual(answer.result.id, id, 'the mail that it is about');
    },
  },
  key_never_used: {
    title: 'Under a key that was never used nothing was sent, and asking sends nothing.',
    needs,
    async run(scene) {
      const requests = scene.recordRequests();
      assertEqual(await asked(scene, scene.once()), { outcome: 'not_applied' }, 'what is found');
      assert(requests().every(isReading), 'it only reads');
      assertEqual(await scene.mailbox.count(), 0, 'mails on the far side');
    },
  },
  another_key: {
    title: 'A mail under another key, or under none, is not taken for it.',
    needs,
    async run(scene) {
      const key = scene.once();
      await scene.send();
      await scene.value(scene.email.send(scene.message()));
      assertEqual(await asked(scene, key), { outcome: 'not_applied' }, 'what is found');
      assertEqual(await scene.mailbox.count(), 2, 'mails on the far side');
    },
  },
  key_that_went_out: {
    title: 'The key is the caller’s own; what the provider makes of it is a key that nobody used.',
    needs,
    async run(scene) {
      const key = scene.once();
      await scene.value(scene.email.send(scene.message(), key));
      const sent = await vendorKey(['email.send', '', key.idempotencyKey]);
      assertEqual(await asked(scene, { idempotencyKey: sent }), { outcome: 'not_applied' }, 'what is found');
      await found(scene, key);
    },
  },
});

type Key = Required<Pick<CallOptions, 'idempotencyKey'>>;

/** The question as an application puts it: in a call of its own, a minute after. */
function toQuestion({ clock }: EmailScene, { idempotencyKey }: Key): ReconcileSend {
  return { operation: 'send', idempotencyKey, since: new Date(clock.now() - 60_000) };
}

function asked(scene: EmailScene, key: Key) {
  return scene.value(scene.email.reconcile(toQuestion(scene, key)));
}

async function found(scene: EmailScene, key: Key): Promise<Receipt> {
  const answer = await asked(scene, key);
  assert(answer.outcome === 'applied', `the mail is found, found ${answer.outcome}`);
  return answer.result;
}
