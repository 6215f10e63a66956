import type { Mailbag, PaymentBooks, SeenMail } from './far-side.ts';
import { expectEqual } from './report.ts';
import { ending } from './story.ts';

/** The provider's books say what the shop says. */
export function compareBooks(books: PaymentBooks): void {
  for (const name of ['captured', 'refunded', 'charges', 'refunds'] as const)
    expectEqual(books[name], ending[name], `The provider's ${name}`);
}

/** Every mail was taken once, by the right reader, with its picture and its header. */
export function compareMails({ mails }: Mailbag): void {
  for (const [recipient, subject] of ending.mails) {
    const found = mails.filter((mail) => mail.recipients === recipient && mail.subject.startsWith(subject));
    expectEqual(found.length, 1, `Mails "${subject}" to ${recipient}`);
  }
  for (const mail of mails) checkForm(mail);
  expectEqual(mails.length, ending.mails.length, 'Mails in all');
}

function checkForm({ subject, from, pictures, headers }: SeenMail): void {
  expectEqual(from, 'orders@postcards.example', `Sender of "${subject}"`);
  expectEqual(pictures.join(' '), 'postcard', `Pictures of "${subject}"`);
  expectEqual(headers['Auto-Submitted'], 'auto-generated', `Auto-Submitted of "${subject}"`);
}
