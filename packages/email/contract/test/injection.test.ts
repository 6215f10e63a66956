import { email, furtherHeaders, type Message, toAddress, toAddresses } from '@patchbay/email';
import { array, assert, constantFrom, dictionary, oneof, option, property, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';

const many = { numRuns: 10_000, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true };

const bad = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\0',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u000b',
  '\u000c',
  '\u001b',
  '\u007f',
  '\ud83d',
];
const tricky = [
  'Bcc: eve@evil.example',
  'Subject:',
  '<',
  '>',
  '"',
  '\\',
  ',',
  ';',
  ':',
  ' ',
  '/',
  '=?utf-8?q?=0D=0A?=',
  '%0d%0a',
  '..',
  '\t',
];
const harmless = ['Ada', 'order 7', 'é東京😀', 'x', '-', '_', '1'];

/** Half of them clean, half of them with something in them that ends a header. */
const clean = array(constantFrom(...tricky, ...harmless), { minLength: 1, maxLength: 4 }).map((parts) =>
  parts.join(''),
);
const dirty = array(constantFrom(...bad, ...tricky, ...harmless), { minLength: 1, maxLength: 4 }).map(
  (parts) => parts.join(''),
);
const word = oneof(
  { weight: 8, arbitrary: clean },
  { weight: 1, arbitrary: dirty },
  { weight: 1, arbitrary: string({ unit: 'binary', minLength: 1 }) },
);
const token = oneof(
  { weight: 8, arbitrary: constantFrom('X-Shop', 'X-Order', 'x_1', 'Precedence') },
  { weight: 1, arbitrary: word },
);
const mailbox = oneof(
  { weight: 8, arbitrary: constantFrom('ada@example.com', 'grace@example.org') },
  { weight: 1, arbitrary: word },
);

const messages = record({
  from: oneof(mailbox, record({ email: mailbox, name: word })),
  to: oneof(
    word.map((name) => `"${name}" <byron@example.net>`),
    record({ email: mailbox, name: word }),
  ),
  replyTo: mailbox,
  subject: word,
  text: constantFrom('Hello.'),
  headers: dictionary(token, word, { maxKeys: 2 }),
  attachments: array(
    record({
      filename: word,
      content: constantFrom(new Uint8Array([1])),
      contentType: oneof(constantFrom('image/png'), word),
    }),
    { maxLength: 1 },
  ),
  tags: array(word, { maxLength: 2 }),
  reference: word,
  metadata: dictionary(word, word, { maxKeys: 2 }),
  unsubscribe: option(record({ url: word.map((text) => `https://shop.example/${text}`) }), {
    nil: undefined,
  }),
});

/** How a careless mailer would write a mail's head: every text as it is. */
function carelessHead(message: Message): string {
  const addresses = [message.from, message.to, message.replyTo].map((field) =>
    toAddresses(field)
      .map(({ name = '', email: address }) => `${name} <${address}>`)
      .join(', '),
  );
  const files = (message.attachments ?? []).map(
    ({ filename, contentType = '' }) => `Content-Type: ${contentType}; name=${filename}`,
  );
  return [
    ...addresses.map((text) => `Address: ${text}`),
    `Subject: ${message.subject ?? ''}`,
    ...Object.entries(furtherHeaders(message)).map(([name, value]) => `${name}: ${value}`),
    ...files,
    ...(message.tags ?? []).map((tag) => `Tag: ${tag}`),
    `Reference: ${message.reference ?? ''}`,
    ...Object.entries(message.metadata ?? {}).map(([name, value]) => `Data: ${name}=${value}`),
  ].join('\r\n');
}

function linesOf(message: Message): number {
  const own =
    Object.keys(furtherHeaders(message)).length +
    (message.attachments ?? []).length +
    (message.tags ?? []).length;
  return 5 + own + Object.keys(message.metadata ?? {}).length;
}

const forbidden = /^(from|to|cc|bcc|subject|reply-to|sender|content-.*|authorization|mime-version)$/i;

describe('10,000 messages with addresses, names, headers and filenames of any text', () => {
  it('are refused, or have no line more than they should, even written by a careless mailer', async () => {
    let taken = 0;
    const check = property(messages, (given) => {
      const input = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      const result = email.operations.send.input?.['~standard'].validate(input);
      if (result === undefined || result instanceof Promise) throw new Error('The schema answers at once.');
      if (result.issues !== undefined) return;
      taken += 1;
      const message = result.value as Message; // validated by the schema of messages
      expect(carelessHead(message).split(/\r\n|[\p{Cc}\u2028\u2029]/u)).toHaveLength(linesOf(message));
      expect(
        Object.keys(message.headers ?? {}).filter((name) => forbidden.test(name) || /[:\s]/.test(name)),
      ).toEqual([]);
      expect((message.attachments ?? []).filter(({ filename }) => /[/\\]/.test(filename))).toEqual([]);
      expect(toAddress(message.from).email).toMatch(/^[^\s@]+@[^\s@]+$/);
    });
    assert(check, many);
    expect(taken).toBeGreaterThan(300);
  });
});
