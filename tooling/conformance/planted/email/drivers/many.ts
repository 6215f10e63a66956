import type { Message, SendResult } from '@patchbay/email';
import { replace } from '../../broken.ts';
import type { EmailDriver } from '../broken.ts';

type Mails = Iterable<Message> | AsyncIterable<Message>;
type SendMany = (messages: Mails, options?: object) => AsyncIterable<SendResult>;

/** Defects in how many mails are sent. */
export const manyDrivers: readonly EmailDriver[] = [
  sends(
    'all-or-nothing',
    'throws at the first mail that fails',
    'one_bad_mail_among_others',
    (original) =>
      async function* (messages, options) {
        for await (const result of original(messages, options)) {
          if (!result.ok) throw result.error;
          yield result;
        }
      },
  ),
  sends(
    'failures-dropped',
    'tells nothing of mails that fail',
    'one_bad_mail_among_others',
    (original) =>
      async function* (messages, options) {
        for await (const result of original(messages, options)) if (result.ok) yield result;
      },
  ),
  sends(
    'taken-all-at-once',
    'takes all mails before it sends the first',
    'no_more_at_a_time_than_allowed',
    (original) =>
      async function* (messages, options) {
        const all: Message[] = [];
        for await (const message of messages) all.push(message);
        yield* original(all, options);
      },
  ),
  sends(
    'unlimited',
    'ignores how many may be in flight',
    'no_more_at_a_time_than_allowed',
    (original) => (messages, options) => original(messages, { ...options, concurrency: 100 }),
  ),
  sends(
    'indexes-lost',
    'numbers results in the order in which they come',
    'one_bad_mail_among_others',
    (original) =>
      async function* (messages, options) {
        let index = 100;
        for await (const result of original(messages, options)) yield { ...result, index: (index -= 1) };
      },
  ),
  sends(
    'sent-twice',
    'sends each mail twice',
    'sends_each',
    (original) =>
      async function* (messages, options) {
        const all: Message[] = [];
        for await (const message of messages) all.push(message);
        for await (const result of original(all, options)) void result;
        yield* original(all, options);
      },
  ),
  sends(
    'source-swallowed',
    'swallows what the source throws',
    'broken_source',
    (original) =>
      async function* (messages, options) {
        try {
          yield* original(messages, options);
        } catch {
          // Nobody hears of it.
        }
      },
  ),
  sends(
    'many-abort-ignored',
    'goes on after an abort',
    'aborted_in_the_middle',
    (original) => (messages, options) => original(messages, { ...options, signal: undefined }),
  ),
];

function sends(
  id: string,
  what: string,
  behaviour: string,
  make: (original: SendMany) => SendMany,
): EmailDriver {
  return {
    id,
    what,
    caughtBy: `contract.sendMany.${behaviour}`,
    on: 'sendgrid',
    defect: {
      // The method as its signature says.
      facade: (email) => replace(email, 'sendMany', (original) => make(original as SendMany) as never),
    },
  };
}
