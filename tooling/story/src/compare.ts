import { sha256 } from './digest.ts';
import type { GuestBook, Mailbag, PaymentBooks, SeenMail, Warehouse } from './far-side.ts';
import { people } from './people.ts';
import { expectEqual } from './report.ts';
import { ending } from './story.ts';

/** The provider's books say what the shop says. */
export function compareBooks(books: PaymentBooks): void {
  for (const name of ['captured', 'refunded', 'charges', 'refunds'] as const)
    expectEqual(books[name], ending[name], `The provider's ${name}`);
}

/** Every mail was taken once, for the right reader, with its picture and its header; Ada's have her own picture. */
export function compareMails({ mails }: Mailbag, picture: Uint8Array): void {
  for (const [recipient, subject] of ending.mails) {
    const found = mails.filter((mail) => mail.recipients === recipient && mail.subject.startsWith(subject));
    expectEqual(found.length, 1, `Mails "${subject}" to ${recipient}`);
  }
  expectEqual(mails.length, ending.mails.length, 'Mails in all');
  for (const mail of mails) checkForm(mail);
  for (const { subject, pictures } of mails.filter(({ recipients }) => recipients === people.ada.email))
    expectEqual(pictures[0]?.sha256, sha256(picture), `SHA-256 of the picture in "${subject}"`);
}

function checkForm({ subject, from, pictures, headers }: SeenMail): void {
  expectEqual(from, 'orders@postcards.example', `Sender of "${subject}"`);
  expectEqual(pictures.map(({ contentId }) => contentId).join(' '), 'postcard', `Pictures of "${subject}"`);
  expectEqual(headers['Auto-Submitted'], 'auto-generated', `Auto-Submitted of "${subject}"`);
}

/** The picture is there once, and nothing besides. */
export function compareObjects({ objects, leftovers }: Warehouse, picture: Uint8Array): void {
  const [object] = objects;
  expectEqual(objects.length, 1, 'Objects');
  expectEqual(object?.sizeBytes, picture.byteLength, `Size of ${object?.key}`);
  expectEqual(object?.sha256, sha256(picture), `SHA-256 of ${object?.key}`);
  expectEqual(leftovers, 0, 'Uploads that never ended');
}

/** Each sign-in earned its tokens once, and nobody has signed out. */
export function compareTokens({ tokens, signedIn }: GuestBook): void {
  const everybody = Object.values(people);
  for (const [kind, count] of Object.entries(tokens))
    expectEqual(count, everybody.length, `How many were issued of the kind ${kind}`);
  expectEqual(signedIn.join(' '), everybody.map(({ subject }) => subject).join(' '), 'Who is signed in');
}

/** The session of who signed out has ended, and no other. */
export function compareSessions({ signedIn }: GuestBook): void {
  expectEqual(signedIn.join(' '), people.bob.subject, 'Who is still signed in');
}
