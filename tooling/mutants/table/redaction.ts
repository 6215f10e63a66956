import type { Mutant } from '../mutant.ts';

/** What must not be printed. */
export const redactionMutants: readonly Mutant[] = [
  {
    name: 'secret-registry',
    guards: 'A known secret is taken out of everything that prints.',
    red: {
      'packages/core/test/redaction-forms.test.ts': [
        'a secret in whatever a vendor says > breaks no error when it is no well-formed text, or very long',
        'a secret in whatever a vendor says > can be read in no form from the error, its JSON, its inspection or its stack (property)',
        'a secret in whatever a vendor says > is found once, also when it is a part of what stands in its place',
      ],
      'packages/core/test/error.test.ts': [
        'IntegrationError > prints itself whole and redacted',
        'an error that an application makes itself > shows no secret in message, text and JSON',
        'redaction > keeps secrets and personal data out of every printed form',
      ],
      'packages/core/test/watching.test.ts': [
        'an interceptor that watches attempts > finds nothing secret or private in a request id',
      ],
      'packages/core/test/debug.test.ts': [
        'debugInterceptor > shows neither what was sent and answered nor anything secret or private',
      ],
      'packages/core/test/redaction.test.ts': [
        'redact > removes a private key of several lines where it stands in JSON',
        'redact > removes any secret in plain, URL-encoded, base64 and hex form (property)',
        'redact > replaces a secret that contains another one whole',
      ],
      'packages/core/test/passing-secret.test.ts': [
        'a secret that comes and goes > is no ground to forget one that lasts',
      ],
    },
  },
  {
    name: 'secret-passing',
    guards: 'So is a secret of which there is no end, such as a user’s token.',
    red: {
      'packages/core/test/passing-secret.test.ts': [
        'a secret that comes and goes > is forgotten after 256 later ones, so that a long life does not fill the memory',
        'a secret that comes and goes > prints nowhere, and is found in what others print',
        'a secret that comes and goes > stays while it is used',
      ],
    },
  },
  {
    name: 'secret-longest-first',
    guards: 'A secret that contains another one is replaced whole.',
    red: {
      'packages/core/test/redaction.test.ts': ['redact > replaces a secret that contains another one whole'],
    },
  },
  {
    name: 'secret-base64-places',
    guards: 'A secret is found in base64 wherever in the longer text it stands.',
    red: {
      'packages/core/test/redaction-forms.test.ts': [
        'a secret in whatever a vendor says > can be read in no form from the error, its JSON, its inspection or its stack (property)',
      ],
    },
  },
  {
    name: 'secret-url',
    guards: 'A secret is found as it looks in a URL.',
    red: {
      'packages/core/test/redaction-forms.test.ts': [
        'a secret in whatever a vendor says > can be read in no form from the error, its JSON, its inspection or its stack (property)',
      ],
      'packages/core/test/redaction.test.ts': [
        'redact > removes any secret in plain, URL-encoded, base64 and hex form (property)',
      ],
    },
  },
  {
    name: 'secret-json',
    guards: 'A secret with line breaks or quotes is found as it looks in JSON.',
    red: {
      'packages/core/test/redaction.test.ts': [
        'redact > removes a private key of several lines where it stands in JSON',
      ],
    },
  },
  {
    name: 'secret-hex',
    guards: 'A secret is found in hexadecimal digits of either case.',
    red: {
      'packages/core/test/redaction-forms.test.ts': [
        'a secret in whatever a vendor says > can be read in no form from the error, its JSON, its inspection or its stack (property)',
      ],
    },
  },
  {
    name: 'personal-values',
    guards: 'What the input said of a person is taken out of what the vendor says.',
    red: {
      'packages/core/test/redaction-forms.test.ts': [
        'personal data > is removed from message, code and request id, also as it looks in a URL',
      ],
    },
  },
  {
    name: 'email-addresses',
    guards: 'An e-mail address that nobody announced is taken out too.',
    red: {
      'packages/core/test/redaction.test.ts': ['redact > removes e-mail addresses that nobody announced'],
    },
  },
  {
    name: 'error-message',
    guards: 'An error that an application makes itself is redacted as well.',
    red: {
      'packages/core/test/error.test.ts': [
        'an error that an application makes itself > shows no secret in message, text and JSON',
      ],
    },
  },
  {
    name: 'error-cause',
    guards: 'The raw error of the vendor is behind `unwrap`, never where printing finds it.',
    red: {
      'packages/core/test/lifetime.test.ts': [
        'close > that fails says so without the raw error',
        'loading the client > that fails is tried again by the next call, and its error tells no secret',
      ],
      'packages/core/test/redaction-forms.test.ts': [
        'a secret in whatever a vendor says > can be read in no form from the error, its JSON, its inspection or its stack (property)',
        'personal data > is removed from message, code and request id, also as it looks in a URL',
      ],
      'packages/core/test/error.test.ts': [
        'redaction > keeps secrets and personal data out of every printed form',
        'redaction > redacts what a broken SDK throws without a request',
      ],
    },
  },
  {
    name: 'vendor-message',
    guards: 'The vendor’s own words are redacted.',
    red: {
      'packages/core/test/redaction-forms.test.ts': [
        'a secret in whatever a vendor says > can be read in no form from the error, its JSON, its inspection or its stack (property)',
        'personal data > is removed from message, code and request id, also as it looks in a URL',
      ],
      'packages/core/test/error.test.ts': [
        'redaction > keeps secrets and personal data out of every printed form',
      ],
    },
  },
  {
    name: 'request-id',
    guards: 'The vendor’s id of the request is redacted in the error.',
    red: {
      'packages/core/test/redaction-forms.test.ts': [
        'a secret in whatever a vendor says > can be read in no form from the error, its JSON, its inspection or its stack (property)',
        'personal data > is removed from message, code and request id, also as it looks in a URL',
      ],
    },
  },
  {
    name: 'attempt-request-id',
    guards: 'It is redacted in the record of the attempt, too.',
    red: {
      'packages/core/test/watching.test.ts': [
        'an interceptor that watches attempts > finds nothing secret or private in a request id',
      ],
    },
  },
  {
    name: 'secret-inspect',
    guards: 'An inspection of a `Secret` does not show it.',
    red: {
      'packages/core/test/redaction.test.ts': ['Secret > never prints'],
      'packages/core/test/passing-secret.test.ts': [
        'a secret that comes and goes > prints nowhere, and is found in what others print',
      ],
    },
  },
  {
    name: 'problem-detail',
    guards: 'A problem that only an operator can mend tells the public no detail.',
    red: {
      'packages/core/test/error.test.ts': [
        'toProblem > answers a rejected vendor credential with 502 and no detail',
      ],
      'packages/core/test/common-traps.test.ts': [
        'T7: a handler that answers with the error’s message > tells strangers about the inside; ours tells them a code',
      ],
    },
  },
];
