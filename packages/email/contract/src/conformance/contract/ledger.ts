import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { type Kept, type Ledger, processMemory, withLedger } from '@patchbay/core/ledger';
import type { RawWebhook } from '@patchbay/core/webhook';
import type { EmailCapabilities } from '../../capabilities.ts';
import { email } from '../../contract.ts';
import { cases } from '../define.ts';
import type { AnyEmail } from '../harness.ts';
import type { EmailScene } from '../scene.ts';
import { losing, oneAttempt } from './lost-answer.ts';

const needs = { operations: ['send'] } as const;

/** A ledger around the facade: a key is one mail, at every provider. */
export const ledgerCases = cases('contract', 'ledger', {
  same_key_is_one_mail: {
    title: 'Under a ledger, the same key is one mail and one receipt, also after a restart.',
    needs,
    async run(scene) {
      const memory = processMemory();
      const [key, message] = [scene.once(), scene.message({ bcc: scene.at('grace') })];
      const first = await scene.value(kept(scene, scene.email, memory).send(message, key));
      const requests = scene.recordRequests();
      const again = await scene.value(kept(scene, scene.email, memory).send(message, key));
      assertEqual(again, first, 'receipt of the second call');
      const everyone = again.recipients.map((recipient) => recipient.email);
      assertEqual(everyone, [scene.at('ada'), scene.at('grace')], 'recipients of the second receipt');
      assertEqual([requests().length, await scene.mailbox.count()], [0, 1], 'further requests, and mails');
    },
  },
  another_mail_is_refused: {
    title: 'Under a ledger, a key that was used for another mail is `idempotency_mismatch`.',
    needs,
    async run(scene) {
      const mail = kept(scene);
      const key = scene.once();
      await scene.value(mail.send(scene.message(), key));
      const error = await scene.failure(mail.send(scene.message({ to: scene.at('grace') }), key));
      assertError(error, { code: 'idempotency_mismatch', outcome: 'not_applied' });
      assertEqual(await scene.mailbox.count(), 1, 'mails on the far side');
    },
  },
  lost_answer_is_not_sent_again: {
    title: 'After a lost answer that nobody can tell of, a ledger sends nothing: `conflict`, effect unknown.',
    needs: { ...needs, unless: (all) => (canTell(all) ? 'the provider can tell' : undefined) },
    start: oneAttempt,
    async run(scene) {
      const mail = kept(scene, losing(scene));
      const [key, message] = [scene.once(), scene.message()];
      assertError(await scene.failure(mail.send(message, key)), { code: 'network', outcome: 'unknown' });
      await scene.clock.advance(3_600_000);
      const requests = scene.recordRequests();
      const error = await scene.failure(mail.send(message, key));
      assertError(error, { code: 'conflict', outcome: 'unknown' });
      assertEqual([error.retryable, requests().length], [false, 0], 'retryable, and requests');
      assertEqual(await scene.mailbox.count(), 1, 'mails on the far side');
      assertEqual(await unresolved(mail), [key.idempotencyKey], 'unresolved');
    },
  },
  lost_answer_is_given_again: {
    title: 'After a lost answer, a ledger gets the receipt from a provider that can tell: one mail.',
    needs: { ...needs, unless: (all) => (canTell(all) ? undefined : 'the provider cannot tell') },
    start: oneAttempt,
    async run(scene) {
      const mail = kept(scene, losing(scene));
      const [key, message] = [scene.once(), scene.message()];
      assertError(await scene.failure(mail.send(message, key)), { code: 'network', outcome: 'unknown' });
      const { id } = await scene.value(mail.send(message, key));
      assertEqual(id, (await scene.newest()).id, 'the mail of the receipt');
      assertEqual([await scene.mailbox.count(), await unresolved(mail)], [1, []], 'mails, and unresolved');
    },
  },
  reconcile_settles_it: {
    title: 'A ledger that asks the provider settles a lost answer, and gives the receipt from then on.',
    needs: { operations: ['send', 'reconcile'] },
    start: oneAttempt,
    async run(scene) {
      const mail = kept(scene, losing(scene));
      const [key, message] = [scene.once(), scene.message()];
      await scene.failure(mail.send(message, key));
      const verdicts = await scene.value(all(mail.ledger.reconcile()));
      assertEqual(verdicts, [{ operation: 'send', ...key, outcome: 'applied' }], 'verdicts');
      const requests = scene.recordRequests();
      assertEqual((await scene.value(mail.send(message, key))).id, (await scene.newest()).id, 'id');
      assertEqual([requests().length, await scene.mailbox.count()], [0, 1], 'requests, and mails');
    },
  },
  event_settles_it: {
    title: 'A webhook of the mail settles a lost answer; one of another mail does not. It is not sent again.',
    needs: { ...needs, traits: ['webhooks'] },
    start: oneAttempt,
    async run(scene) {
      await scene.happen('delivered', await scene.send());
      const others = await scene.webhooks.sent();
      const mail = kept(scene, losing(scene));
      const [key, message] = [scene.once(), scene.message()];
      await scene.failure(mail.send(message, key));
      await receive(scene, mail, others);
      assertEqual(await unresolved(mail), [key.idempotencyKey], 'unresolved after events of another mail');
      await scene.happen('delivered', await scene.newest());
      await receive(scene, mail, (await scene.webhooks.sent()).slice(-1));
      assertEqual(await unresolved(mail), [], 'unresolved after an event of the mail');
      const error = await scene.failure(mail.send(message, key));
      assertError(error, { code: 'already_exists', outcome: 'applied' });
      assertEqual(await scene.mailbox.count(), 2, 'mails on the far side');
    },
  },
});

function kept(scene: EmailScene, facade = scene.email, memory = processMemory()): Kept<AnyEmail> {
  return withLedger(email, facade, { memory, clock: scene.clock });
}

/** Whether a provider tells what became of a mail when it is asked. */
function canTell({ idempotency, operations }: EmailCapabilities): boolean {
  return idempotency.kind === 'native' || operations.reconcile !== false;
}

async function unresolved({ ledger }: { readonly ledger: Ledger }): Promise<readonly string[]> {
  return (await all(ledger.unresolved())).map(({ idempotencyKey }) => idempotencyKey);
}

async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of list) found.push(item);
  return found;
}

/** Hands webhooks over to the ledger's own facade, signed now. */
async function receive(scene: EmailScene, mail: AnyEmail, webhooks: readonly RawWebhook[]): Promise<void> {
  assert(webhooks.length > 0, 'there are webhooks');
  for (const { body } of webhooks) await scene.value(mail.webhooks.receive(await scene.webhooks.sign(body)));
}
