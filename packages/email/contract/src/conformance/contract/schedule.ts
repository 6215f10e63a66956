import { assertEqual, assertError, assertOneOf } from '@patchbay/core/conformance';
import type { Receipt } from '../../receipt.ts';
import { cases } from '../define.ts';
import type { EmailScene } from '../scene.ts';

const hour = 3_600_000;
const needs = { operations: ['send'], traits: ['schedule'] } as const;

/** Mails that are taken back. */
export const scheduleCases = cases('contract', 'schedule.cancel', {
  cancelled_is_never_sent: {
    title: 'A mail that was taken back is never sent.',
    needs,
    async run(scene) {
      const receipt = await scheduled(scene);
      await scene.value(scene.email.schedule.cancel(receipt.id, scene.once()));
      await scene.subject.passTime(3 * hour);
      assertEqual((await scene.mailOf(receipt)).status, 'cancelled', 'status after its time');
    },
  },
  others_are_left_alone: {
    title: 'Taking one mail back leaves the others where they are.',
    needs,
    async run(scene) {
      const [kept, cancelled] = [await scheduled(scene), await scheduled(scene)];
      await scene.value(scene.email.schedule.cancel({ id: cancelled.id }, scene.once()));
      await scene.subject.passTime(3 * hour);
      const found = [(await scene.mailOf(kept)).status, (await scene.mailOf(cancelled)).status];
      assertEqual(found, ['sent', 'cancelled'], 'status of both');
    },
  },
  twice_is_once: {
    title: 'Taking a mail back twice is the same as once.',
    needs,
    async run(scene) {
      const { id } = await scheduled(scene);
      await scene.value(scene.email.schedule.cancel(id, scene.once()));
      await scene.value(scene.email.schedule.cancel(id, scene.once()));
      await scene.subject.passTime(3 * hour);
      assertEqual((await scene.mailOf({ id })).status, 'cancelled', 'status after its time');
    },
  },
  too_late: {
    title: 'A mail that was sent cannot be taken back: `already_sent`.',
    needs,
    async run(scene) {
      const { id } = await scheduled(scene);
      await scene.subject.passTime(2 * hour);
      const error = await scene.failure(scene.email.schedule.cancel(id, scene.once()));
      assertError(error, { code: 'precondition_failed', reason: 'already_sent', outcome: 'not_applied' });
    },
  },
  sent_at_once: {
    title: 'A mail without a time has nothing to take back.',
    needs,
    async run(scene) {
      const { id } = await scene.send();
      const error = await scene.failure(scene.email.schedule.cancel(id, scene.once()));
      assertOneOf(error.code, ['precondition_failed', 'not_found'], 'code');
      assertEqual((await scene.mailOf({ id })).status, 'sent', 'status');
    },
  },
});

function scheduled(scene: EmailScene): Promise<Receipt> {
  return scene.send({ sendAt: new Date(scene.clock.now() + hour) });
}
