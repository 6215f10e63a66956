import type { Mutant } from '../mutant.ts';

/** What goes out, and what comes in. */
export const transportMutants: readonly Mutant[] = [
  {
    name: 'redirect',
    guards: 'A redirect is not followed: it would be a second request, with the secrets of the first.',
    red: {
      'packages/core/test/transport.test.ts': ['what happened to a write, over real sockets > a redirect'],
    },
  },
  {
    name: 'one-request',
    guards: 'One attempt is one request, whatever an SDK tries.',
    red: {
      'packages/core/test/sending.test.ts': [
        'a request that does not go through fetch > is the only one of its attempt',
      ],
      'packages/core/test/transport.test.ts': [
        'one attempt is one request > does not send a second request of an attempt, nor one of an attempt that is over',
      ],
    },
  },
  {
    name: 'attempt-header',
    guards: 'The header that binds a request to its attempt never reaches the vendor.',
    red: {
      'packages/core/test/transport.test.ts': [
        'what happened to a write, over real sockets > notes the vendor’s request id, and never sends the header that binds an attempt',
      ],
    },
  },
  {
    name: 'late-request',
    guards: 'An attempt that is over sends nothing.',
    red: {
      'packages/core/test/transport.test.ts': [
        'one attempt is one request > does not send a second request of an attempt, nor one of an attempt that is over',
      ],
    },
  },
  {
    name: 'unsent-every-address',
    guards: 'A request counts as never sent only where every address of the host refused it.',
    red: {
      'packages/core/test/transport.test.ts': [
        'what happened to a write, over real sockets > of a host with several addresses that end with ECONNREFUSED,ECONNRESET is unknown',
      ],
    },
  },
  {
    name: 'webhook-constant-time',
    guards: 'A forged signature learns nothing from how long its refusal takes.',
    red: {
      'packages/core/test/webhook-abuse.test.ts': [
        'a signature header > is refused wherever in the digest the difference is, and tells no time of how much was right',
      ],
    },
  },
  {
    name: 'webhook-raw-bytes',
    guards: 'A signature is over the bytes as they came, not over text that was decoded.',
    red: {
      'packages/core/test/webhook.test.ts': ['verifySignature > notices any changed byte (property)'],
    },
  },
  {
    name: 'webhook-parsed-body',
    guards: 'A body that a framework has parsed is refused with advice.',
    red: {
      'packages/core/test/webhook.test.ts': [
        'readWebhook > says how to keep the raw bytes when a framework has parsed the body',
      ],
    },
  },
  {
    name: 'webhook-tolerance',
    guards: 'A webhook that was recorded is refused when it comes again later.',
    red: {
      'packages/core/test/common-traps.test.ts': [
        'T2: a digest without a timestamp > accepts a webhook that was recorded a day ago; ours refuses it',
      ],
      'packages/core/test/webhook.test.ts': ['verifySignature > answers timestamp_outside_tolerance'],
    },
  },
];
