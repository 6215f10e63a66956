import { describe, expect, it } from 'vitest';
import { compareAccounts } from '../src/email-outage.ts';
import type { KeyedWrite, Mailbag, SeenMail } from '../src/far-side.ts';
import { compareKeys } from '../src/lost-answers.ts';
import { ending } from '../src/story.ts';
import { callsOn, tellCall } from '../src/timeline.ts';

const text = [
  '10:30:41.128 email.send sendgrid (main) 1 attempt 12 ms unknown provider_unavailable req_1',
  '10:30:41.663 email.send sendgrid (main) no attempts 0.1 ms not applied circuit_open',
  '10:30:41.664 email.send sendgrid (second) 1 attempt 9.5 ms done',
  '10:30:41.700 Refund e-mail : sent',
  '10:30:41.713 payments.refunds.create stripe 3 attempts 1 read: 200 in 3.0 ms 1 refund: network in 12 ms',
  '2 refund: waited 61 ms, then 200 in 4.0 ms 80 ms done req_2',
  '10:30:41.720 payments.get stripe 1 attempt 4.0 ms applied, answer lost invalid_response',
].join(' ');

describe('the timeline of an order', () => {
  it('is read with account, attempts and outcome', () => {
    expect(callsOn({ text }, 'email.send').map(tellCall)).toEqual([
      'email.send by sendgrid (main): 1 attempt, unknown provider_unavailable',
      'email.send by sendgrid (main): 0 attempts, not applied circuit_open',
      'email.send by sendgrid (second): 1 attempt, done',
    ]);
  });

  it('is read with the end of each attempt, where there were several', () => {
    expect(callsOn({ text }, 'payments.refunds.create').map(tellCall)).toEqual([
      'payments.refunds.create by stripe: 3 attempts (read 200, then refund network, then refund 200), done',
    ]);
    expect(callsOn({ text }, 'payments.get')).toMatchObject([
      { attempts: 1, outcome: 'applied, answer lost' },
    ]);
  });
});

const [receipt, ...others] = ending.mails.map(
  ([recipients, subject], index): SeenMail => ({
    account: index === 0 ? 'main' : 'second',
    from: 'orders@postcards.example',
    recipients,
    subject,
    headers: {},
    pictures: [],
  }),
);
const refused = 'main: POST /v3/mail/send 503';
const taken = [
  'main: POST /v3/mail/send 202',
  ...others.map(() => 'second: POST /v3/mail/send 202'),
] as const;

describe('two accounts of email after an outage of the first', () => {
  const bag = (mails: readonly (SeenMail | undefined)[], operations: readonly string[]): Mailbag => ({
    mails: mails.filter((mail) => mail !== undefined),
    operations,
  });

  it('are as they should be', () => {
    expect(() => compareAccounts(bag([receipt, ...others], [refused, ...taken]))).not.toThrow();
  });

  it.each([
    ['took no mail by the first', bag(others, [refused, ...taken]), 'Mails of the first account'],
    [
      'took another mail by the first',
      bag([...others.slice(1), { ...others[0], account: 'main' } as SeenMail], [refused, ...taken]),
      'is "Your refund',
    ],
    ['asked the first again', bag([receipt, ...others], [refused, refused, ...taken]), 'refused'],
    ['never met the outage', bag([receipt, ...others], taken), 'expected 1, found 0'],
    [
      'asked the second for one more',
      bag([receipt, ...others], [refused, ...taken, 'second: POST /v3/mail/send 202']),
      'Requests to the second account',
    ],
  ])('tell when they %s', (_, mailbag, words) => {
    expect(() => compareAccounts(mailbag)).toThrow(words);
  });
});

describe('writes whose answers were lost', () => {
  const write = (key: string): KeyedWrite => ({
    operation: 'POST /v1/refunds',
    key,
    requests: 2,
    replayed: 1,
  });
  const writes = ['a', 'b', 'c', 'd', 'e'].map(write);
  const books = (found: readonly KeyedWrite[]) => ({ ...ending, writes: found, operations: [] });

  it('were asked for twice under one key, and done once', () => {
    expect(() => compareKeys(books(writes))).not.toThrow();
  });

  it.each([
    ['under another key', [...writes, write('f')], 'Keys of writes'],
    ['once', [...writes.slice(1), { ...write('a'), requests: 1, replayed: 0 }], 'Requests POST'],
    ['and done twice', [...writes.slice(1), { ...write('a'), replayed: 0 }], 'answered with what was done'],
  ])('tell when one was asked for %s', (_, found, words) => {
    expect(() => compareKeys(books(found))).toThrow(words);
  });
});
