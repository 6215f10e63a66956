import { answers, everyError, pages, replace } from '../broken.ts';
import type { EmailHarmless } from './broken.ts';
import { answering, rewriting, rewritingMail } from './lenient.ts';
import { after, before } from './receiving.ts';
import { mails, outgoing, overFetch } from './wire.ts';

const on = 'sendgrid';
const same = <T>(value: T): T => value;
const nothing = (): void => {};

/** Every tool that the planted things are made with, idle. */
export const harmless: readonly EmailHarmless[] = [
  {
    id: 'idle-fetch',
    on,
    defect: {
      planted: overFetch(
        (next) =>
          (...request) =>
            next(...request),
      ),
    },
  },
  { id: 'idle-requests', on, defect: { planted: outgoing(nothing) } },
  { id: 'idle-mails', on, defect: { planted: mails(nothing) } },
  { id: 'idle-rewriting', on, defect: { planted: { handle: rewriting(nothing) } } },
  { id: 'idle-rewriting-of-mails', on, defect: { planted: { handle: rewritingMail(nothing) } } },
  { id: 'idle-answering', on, defect: { planted: { handle: answering(async () => undefined) } } },
  { id: 'idle-answers', on, defect: answers('send', (receipt) => ({ ...receipt })) },
  { id: 'idle-replacement', on, defect: { facade: (email) => replace(email, 'sendMany', same) } },
  { id: 'idle-pages', on, defect: pages('suppressions.list', same) },
  { id: 'idle-errors', on, defect: everyError(['send'], same) },
  { id: 'idle-webhooks', on, defect: before(async (webhook) => webhook) },
  { id: 'idle-events', on, defect: after(same) },
  { id: 'idle-outbox', on: 'outbox', defect: { facade: (email) => replace(email, 'reconcile', same) } },
];
