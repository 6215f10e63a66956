import {
  countOperations,
  type FarSides,
  type GuestBook,
  type Mailbag,
  type PaymentBooks,
  type Warehouse,
} from './far-side.ts';
import type { Report } from './report.ts';

/** Prints what the providers have, and what they were asked. */
export function printFarSides({ line }: Report, { payments, email, storage, auth }: FarSides): void {
  line('');
  const sides = [
    [bookLines(payments), payments],
    [mailLines(email), email],
    [objectLines(storage), storage],
    [guestLines(auth), auth],
  ] as const;
  for (const [lines, { operations }] of sides)
    for (const text of [...lines, ...countOperations(operations)]) line(text);
}

function bookLines({ captured, refunded, charges, refunds, writes }: PaymentBooks): readonly string[] {
  return [
    `  captured  EUR ${euros(captured)} in ${charges} charges`,
    `  refunded  EUR ${euros(refunded)} in ${refunds} refunds`,
    ...writes.map(
      ({ operation, key, requests, replayed }) =>
        `  key ${short(key)} of ${operation}: ${requests} requests, ${replayed} answered with what was done before`,
    ),
  ];
}

function mailLines({ mails }: Mailbag): readonly string[] {
  return mails.map(({ account, recipients, subject, headers, pictures }) => {
    const shown = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const digests = pictures.map(({ contentId, sha256 }) => `cid:${contentId} ${short(sha256)}`);
    const by = account === undefined ? '' : ` by ${account}`;
    return `  mail${by} to ${recipients}: ${subject} (${[...shown, ...digests].join(', ')})`;
  });
}

function objectLines({ objects }: Warehouse): readonly string[] {
  return objects.map(
    ({ key, sizeBytes, sha256 }) => `  object ${key}: ${sizeBytes} bytes, SHA-256 ${sha256}`,
  );
}

function guestLines({ tokens, signedIn }: GuestBook): readonly string[] {
  const issued = Object.entries(tokens).map(([kind, count]) => `${count} ${kind}`);
  return [`  tokens: ${issued.join(', ')}`, `  still signed in: ${signedIn.join(', ')}`];
}

function short(digest: string): string {
  return `${digest.slice(0, 12)}…`;
}

function euros(minor: number): string {
  return (minor / 100).toFixed(2);
}
