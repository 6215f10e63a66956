import { describe, expect, it } from 'vitest';
import {
  compareBooks,
  compareMails,
  compareObjects,
  compareSessions,
  compareTokens,
} from '../src/compare.ts';
import { sha256 } from '../src/digest.ts';
import type { Mailbag, SeenMail } from '../src/far-side.ts';
import { people } from '../src/people.ts';
import { newPicture } from '../src/picture.ts';
import { ending } from '../src/story.ts';

const picture = newPicture();
const other = newPicture();

function toMail([recipients, subject]: (typeof ending.mails)[number]): SeenMail {
  const front = recipients === people.ada.email ? picture : other;
  return {
    from: 'orders@postcards.example',
    recipients,
    subject: `${subject}, order no. 1`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    pictures: [{ contentId: 'postcard', sha256: sha256(front) }],
  };
}

const [firstRow, ...otherRows] = ending.mails;
const first = toMail(firstRow);
const rest = otherRows.map(toMail);
const mails = [first, ...rest];
const bag = (...taken: readonly SeenMail[]): Mailbag => ({ mails: taken, operations: [] });

describe('the far side of mails', () => {
  it('is as it should be', () => {
    expect(() => compareMails(bag(...mails), picture)).not.toThrow();
  });

  it.each([
    ['is missing', bag(...rest), 'expected 1, found 0'],
    ['was taken twice', bag(first, ...mails), 'expected 1, found 2'],
    [
      'went to somebody else',
      bag({ ...first, recipients: people.bob.email }, ...rest),
      'expected 1, found 0',
    ],
    ['is not of the story', bag({ ...first, subject: 'Hello' }, ...mails), 'Mails in all'],
    ['lost a header', bag({ ...first, headers: {} }, ...rest), 'Auto-Submitted'],
    ['lost its picture', bag({ ...first, pictures: [] }, ...rest), 'Pictures'],
    [
      'has another picture',
      bag({ ...first, pictures: [{ contentId: 'postcard', sha256: sha256(other) }] }, ...rest),
      'SHA-256',
    ],
  ])('tells when a mail %s', (_, mailbag, words) => {
    expect(() => compareMails(mailbag, picture)).toThrow(words);
  });
});

describe('the far side of the rest', () => {
  it('tells of a cent too much', () => {
    const { captured, refunded, charges, refunds } = ending;
    const books = { captured, refunded, charges, refunds, writes: [], operations: [] };
    expect(() => compareBooks(books)).not.toThrow();
    expect(() => compareBooks({ ...books, refunded: refunded + 1 })).toThrow('expected 700, found 701');
  });

  it('tells of bytes that changed, of a second object, and of an upload that never ended', () => {
    const object = { key: 'a', sizeBytes: picture.byteLength, sha256: sha256(picture) };
    const warehouse = { objects: [object], leftovers: 0, operations: [] };
    expect(() => compareObjects(warehouse, picture)).not.toThrow();
    expect(() => compareObjects(warehouse, other)).toThrow('SHA-256 of a');
    expect(() => compareObjects({ ...warehouse, objects: [object, object] }, picture)).toThrow('Objects');
    expect(() => compareObjects({ ...warehouse, leftovers: 1 }, picture)).toThrow('never ended');
  });

  it('tells of a token too many, and of a session that did not end', () => {
    const both = { tokens: { id: 2, access: 2 }, signedIn: ['ada', 'bob'], operations: [] };
    expect(() => compareTokens(both)).not.toThrow();
    expect(() => compareTokens({ ...both, tokens: { id: 2, access: 3 } })).toThrow('access');
    expect(() => compareTokens({ ...both, signedIn: ['ada'] })).toThrow('Who is signed in');
    expect(() => compareSessions(both)).toThrow('expected bob');
    expect(() => compareSessions({ ...both, signedIn: ['bob'] })).not.toThrow();
  });
});
