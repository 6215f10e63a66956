import { type ErrorDetails, IntegrationError } from '@patchbay/core';
import type { BaseSubject } from '@patchbay/core/conformance';
import { everyError, replace } from '../../broken.ts';
import type { EmailDriver } from '../broken.ts';

const on = 'sendgrid';
const ada = 'Ada Augusta Lovelace';

/** Defects in what fails, and in what should have. */
export const errorDrivers: readonly EmailDriver[] = [
  fails(
    'raw-error-leaves',
    'lets the vendor’s own error out',
    'errors.send.wrong_credential',
    () => new TypeError('401'),
  ),
  fails(
    'all-errors-alike',
    'gives every refusal the same code',
    'errors.send.unverified_sender',
    rewritten({ code: 'provider_error' }),
  ),
  fails(
    'reason-of-its-own',
    'makes up a reason that the list does not have',
    'errors.send.too_many_tags',
    rewritten({ reason: 'tags_exceeded' }),
  ),
  fails(
    'always-harmless',
    'says of every failure that nothing was sent',
    'resilience.send.reset_after_commit',
    rewritten({ outcome: 'not_applied' }),
  ),
  fails(
    'always-doubtful',
    'says of every failure that a mail may have been sent',
    'errors.send.no_recipient',
    rewritten({ outcome: 'unknown' }),
  ),
  fails(
    'operation-of-another',
    'names an operation of another category',
    'errors.send.no_subject',
    rewritten({ operation: 'payments.send' }),
  ),
  fails(
    'field-not-named',
    'does not say which field is wrong',
    'errors.send.malformed_recipient',
    rewritten({ message: 'The mail is wrong.' }),
  ),
  fails(
    'key-in-message',
    'writes the API key into errors',
    'redaction.send.refused_credential',
    (error, { secrets }) => saying(error, `The key ${secrets[0] ?? ''} was refused.`),
  ),
  fails('reader-in-message', 'writes the reader’s name into errors', 'redaction.send.vendor_fault', (error) =>
    saying(error, `${ada} gets no mail.`),
  ),
  {
    id: 'past-is-now',
    what: 'sends now what should have been sent before',
    caughtBy: 'errors.send.time_in_the_past',
    on,
    defect: without('sendAt', ({ sendAt }, now) => Number(sendAt) <= now),
  },
  {
    id: 'tags-cut',
    what: 'drops tags that are too many',
    caughtBy: 'errors.send.too_many_tags',
    on,
    defect: without('tags', ({ tags }) => Array.isArray(tags) && tags.length > 10),
  },
  {
    id: 'own-headers-dropped',
    what: 'drops headers that it must not send, without a word',
    caughtBy: 'errors.send.header_of_the_message',
    on,
    defect: without('headers', ({ headers }) => Object.keys(Object(headers)).includes('bcc')),
  },
  {
    id: 'line-ends-cleaned',
    what: 'takes line ends out of a subject, without a word',
    caughtBy: 'errors.send.injected_by_subject',
    on,
    defect: {
      facade: (email) =>
        replace(email, 'send', (original) => (input, options) => {
          const { subject, ...message } = Object(input);
          const clean = typeof subject === 'string' ? { subject: subject.replace(/\p{Cc}+/gu, ' ') } : {};
          return original({ ...message, ...clean }, options);
        }),
    },
  },
];

function fails(
  id: string,
  what: string,
  caughtBy: string,
  change: (error: unknown, subject: BaseSubject) => unknown,
): EmailDriver {
  return { id, what, caughtBy, on, defect: everyError(['send'], change) };
}

function rewritten(changes: Partial<ErrorDetails>): (error: unknown) => unknown {
  return (error) =>
    IntegrationError.is(error) ? new IntegrationError({ ...error.toJSON(), ...changes }) : error;
}

/** The error with another message, past core’s own redaction. */
function saying(error: unknown, message: string): unknown {
  return Object.defineProperty(Object(error), 'message', { value: message });
}

/** A field of the message is dropped where it would be refused. */
function without(
  field: string,
  isWrong: (message: Readonly<Record<string, unknown>>, now: number) => boolean,
): EmailDriver['defect'] {
  return {
    facade: (email, { clock }) =>
      replace(email, 'send', (original) => (input, options) => {
        const { [field]: dropped, ...message } = Object(input);
        return original(isWrong({ [field]: dropped }, clock.now()) ? message : input, options);
      }),
  };
}
