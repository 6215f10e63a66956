import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** A key names one mail. */
export const idempotencyCases = cases('contract', 'send', {
  same_key_at_the_same_time: {
    title: 'Three calls under one key at the same time are one mail.',
    needs: { keys: true },
    async run(scene) {
      const key = scene.once();
      const message = scene.message();
      const receipts = await scene.value(Promise.all([1, 2, 3].map(() => scene.email.send(message, key))));
      assertEqual(new Set(receipts.map(({ id }) => id)).size, 1, 'different ids');
      assertEqual(await scene.mailbox.count(), 1, 'mails on the far side');
    },
  },
  same_key_for_another_mail: {
    title: 'A key that was used for one mail is refused for another: `idempotency_mismatch`.',
    needs: { keys: true },
    async run(scene) {
      const key = scene.once();
      await scene.value(scene.email.send(scene.message(), key));
      const error = await scene.failure(scene.email.send(scene.message({ subject: 'Another' }), key));
      assertError(error, { code: 'idempotency_mismatch' });
      assertEqual(await scene.mailbox.count(), 1, 'mails on the far side');
    },
  },
  another_key_is_another_mail: {
    title: 'The same mail under another key is another mail.',
    async run(scene) {
      const first = await scene.send();
      const second = await scene.send();
      assert(first.id !== second.id, 'two ids');
      assertEqual(await scene.mailbox.count(), 2, 'mails on the far side');
    },
  },
});
