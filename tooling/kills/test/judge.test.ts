import { describe, expect, it } from 'vitest';
import { type Books, judge } from '../judge.ts';
import type { PhaseName } from '../phases.ts';
import type { Moment } from '../story.ts';

function moment(life: number, phase: PhaseName, about: string): Moment {
  return { life, phase, about, isEnd: false };
}

/** Two orders that went through, the second of them with a mail of which nobody knows. */
const sound: Books = {
  ordered: ['a', 'b'],
  unanswered: 0,
  undelivered: 0,
  orders: [
    { id: 'a', status: 'paid' },
    { id: 'b', status: 'paid' },
  ],
  charged: ['a', 'b'],
  accepted: ['a'],
  unresolvedMails: ['b'],
  unresolvedPayments: [],
  deadMails: ['b'],
  deadEvents: [],
  left: { mails: 0 },
  story: [
    moment(1, 'mail-claimed', 'a'),
    moment(1, 'mail-noted', 'a'),
    moment(1, 'mail-claimed', 'b'),
    moment(2, 'mail-claimed', 'b'),
  ],
  killed: [1],
};

describe('the judge of the kills', () => {
  it('finds nothing where all went well, with an unresolved mail that was accepted or was not', () => {
    expect(judge(sound)).toEqual([]);
    expect(judge({ ...sound, accepted: ['a', 'b'] })).toEqual([]);
  });

  it.each<[string, Partial<Books>, readonly string[]]>([
    ['a second charge', { charged: ['a', 'a', 'b'] }, ['a was charged 2 times']],
    [
      'an order that is paid without a charge',
      { charged: ['b'] },
      ['a was charged 0 times', 'a is paid, and was never charged'],
    ],
    [
      'a charge whose order is not paid',
      {
        orders: [
          { id: 'a', status: 'placed' },
          { id: 'b', status: 'paid' },
        ],
      },
      ['a was charged, and is not paid', 'the mail of a was sent, and it is not paid'],
    ],
    [
      'an order without a row',
      { orders: [{ id: 'b', status: 'paid' }], accepted: [] },
      ['a has 0 rows', 'a was charged, and is not paid'],
    ],
    [
      'a payment that nobody knows the end of',
      { unresolvedPayments: ['a'] },
      ['the payment of a is unresolved'],
    ],
    ['a mail that was sent twice', { accepted: ['a', 'a'] }, ['the mail of a was accepted 2 times']],
    [
      'an unresolved mail that was sent twice',
      { accepted: ['a', 'b', 'b'] },
      ['the mail of b was accepted 2 times'],
    ],
    ['a mail that is nowhere', { accepted: [] }, ['the mail of a is lost']],
    [
      'a mail that was given up without a doubt',
      { deadMails: ['a', 'b'] },
      ['the mail of a was given up, and is not unresolved'],
    ],
    [
      'an unresolved mail that still has a job',
      { deadMails: [] },
      ['the mail of b is unresolved, and its job is no dead letter'],
    ],
    ['an order of nobody', { ordered: ['a'] }, ['b was never ordered']],
    ['an event that was given up', { deadEvents: ['evt_1'] }, ['the event evt_1 was given up']],
    ['jobs that are left', { left: { mails: 2 } }, ['2 jobs are left in mails']],
    ['a customer without an answer', { unanswered: 1 }, ['1 customers were never answered']],
    ['a webhook that was never taken', { undelivered: 3 }, ['3 webhooks were never acknowledged']],
  ])('finds %s', (_name, changes, expected) => {
    expect(judge({ ...sound, ...changes })).toEqual(expected);
  });

  it('doubts a mail only where the very process that was killed had not written down that it was sent', () => {
    const wrong = ['the mail of b is unresolved, and no process was killed while it was sent'];
    expect(judge({ ...sound, killed: [] })).toEqual(wrong);
    expect(judge({ ...sound, story: [...sound.story, moment(1, 'mail-noted', 'b')] })).toEqual(wrong);
    expect(judge({ ...sound, story: [...sound.story, moment(2, 'mail-noted', 'b')] })).toEqual([]);
  });
});
