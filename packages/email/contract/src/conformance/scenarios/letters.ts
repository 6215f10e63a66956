import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { Office } from './office.ts';
import { pdf } from './steps.ts';

const hour = 3_600_000;

/** Letters to one person. */
export const letterScenarios = cases('scenarios', 'letters', {
  receipt_with_invoice: {
    title: 'A buyer gets the receipt with the invoice attached.',
    needs: { operations: ['send'], traits: ['attachments'] },
    async run(scene) {
      const office = new Office(scene.email);
      const content = pdf();
      const invoice = { filename: 'invoice-1007.pdf', content, contentType: 'application/pdf' };
      const message = scene.message({ subject: 'Receipt for order 1007', attachments: [invoice] });
      await scene.value(office.post('receipt:1007', message));
      const { subject, attachments } = await scene.newest();
      assertEqual([subject, attachments.length], ['Receipt for order 1007', 1], 'subject, and files');
      assertEqual([...(attachments[0]?.bytes ?? [])], [...content], 'bytes of the invoice');
    },
  },
  receipt_with_a_picture: {
    title: 'The receipt shows the picture that was bought.',
    needs: { operations: ['send'], traits: ['attachments', 'inline'] },
    async run(scene) {
      const office = new Office(scene.email);
      const picture = { filename: 'sea.png', content: pdf(), contentType: 'image/png', contentId: 'sea' };
      const message = scene.message({ html: '<p><img src="cid:sea"></p>', attachments: [picture] });
      await scene.value(office.post('receipt:1008', message));
      const { html = '', attachments } = await scene.newest();
      const shown = attachments.find(({ contentId }) => contentId === 'sea');
      assert(html.includes('cid:sea') && shown !== undefined, 'the HTML shows the file');
    },
  },
  password_reset: {
    title: 'A link to set a new password arrives as it is, in both bodies.',
    needs: { operations: ['send'] },
    async run(scene) {
      const office = new Office(scene.email);
      const link = 'https://shop.example/reset?token=a-b_c%3D&user=7#now';
      const html = `<a href="${link.replace('&', '&amp;')}">New password</a>`;
      await scene.value(office.post('reset:7:1', scene.message({ text: `New password: ${link}`, html })));
      const mail = await scene.newest();
      assert(mail.text?.includes(link) && mail.html?.includes(html), 'the link in both bodies');
    },
  },
  impatient_click: {
    title: 'Somebody clicks three times: one mail.',
    needs: { operations: ['send'] },
    async run(scene) {
      const office = new Office(scene.email);
      const clicks = [1, 2, 3].map(() => office.post('reset:7:2', scene.message()));
      await scene.value(Promise.all(clicks));
      assertEqual(await scene.mailbox.count(), 1, 'mails on the far side');
    },
  },
  crash_after_sending: {
    title:
      'The office dies after sending and before noting it; after the restart it sends again, to no effect.',
    needs: { operations: ['send'], keys: true },
    async run(scene) {
      await scene.value(new Office(scene.email).post('receipt:1009', scene.message()));
      await scene.value(new Office(scene.email).post('receipt:1009', scene.message()));
      assertEqual(await scene.mailbox.count(), 1, 'mails on the far side');
    },
  },
  copy_for_the_books: {
    title: 'The bookkeeper gets a copy that the buyer does not know of; answers go to the desk.',
    needs: { operations: ['send'] },
    async run(scene) {
      const office = new Office(scene.email);
      const message = scene.message({ bcc: scene.at('books'), replyTo: scene.at('desk') });
      await scene.value(office.post('receipt:1010', message));
      const { envelope, ...seen } = await scene.newest();
      assertEqual(envelope.toSorted(), [scene.at('ada'), scene.at('books')], 'envelope');
      assert(!JSON.stringify(seen).includes(scene.at('books')), 'the buyer does not see the copy');
      assertEqual(
        seen.replyTo.map(({ email }) => email),
        [scene.at('desk')],
        'where answers go',
      );
    },
  },
  thread: {
    title: 'The letter about the refund stands below the receipt in the reader’s mailbox.',
    needs: { operations: ['send'], traits: ['headers'] },
    async run(scene) {
      const office = new Office(scene.email);
      const thread = '<order-1011@shop.example>';
      const headers = { 'In-Reply-To': thread, References: thread };
      await scene.value(office.post('refund:1011', scene.message({ subject: 'Re: Receipt', headers })));
      const found = (await scene.newest()).headers.filter(({ name }) =>
        /^(in-reply-to|references)$/i.test(name),
      );
      assertEqual(
        found.map(({ value }) => value),
        [thread, thread],
        'the thread',
      );
    },
  },
  welcome_by_template: {
    title: 'A template of the provider greets a new customer by name.',
    needs: { operations: ['send'], traits: ['templates'] },
    async run(scene) {
      const office = new Office(scene.email);
      const template = { id: scene.fixtures.templateId ?? '', data: { name: 'Ada' } };
      const letter = await scene.value(office.post('welcome:7', scene.bare({ template })));
      assertEqual(
        [letter.state, (await scene.newest()).template?.data],
        ['sent', { name: 'Ada' }],
        'state, and data',
      );
    },
  },
  invitation_taken_back: {
    title: 'An invitation is scheduled; the party is off, and nobody is invited.',
    needs: { operations: ['send', 'schedule.cancel'], traits: ['schedule'] },
    async run(scene) {
      const office = new Office(scene.email);
      const sendAt = new Date(scene.clock.now() + 2 * hour);
      const { messageId = '' } = await scene.value(office.post('party:7', scene.message({ sendAt })));
      await scene.subject.passTime(hour);
      await scene.value(scene.email.schedule.cancel(messageId));
      await scene.subject.passTime(2 * hour);
      assertEqual((await scene.newest()).status, 'cancelled', 'status of the invitation');
    },
  },
  reminder_on_time: {
    title: 'A reminder is written now and sent the day after, once.',
    needs: { operations: ['send'], traits: ['schedule'] },
    async run(scene) {
      const office = new Office(scene.email);
      const sendAt = new Date(scene.clock.now() + 24 * hour);
      await scene.value(office.post('reminder:7', scene.message({ sendAt })));
      await scene.subject.passTime(25 * hour);
      assertEqual(
        [(await scene.newest()).status, await scene.mailbox.count()],
        ['sent', 1],
        'status, and mails',
      );
    },
  },
});
