import type { Mutant } from '../mutant.ts';

const test = 'packages/webhooks/test' as const;

/** What comes in. */
export const receiverMutants: readonly Mutant[] = [
  {
    name: 'receiver-body-cap',
    guards: 'No more of a body is read than the source takes, whatever its length says.',
    red: {
      [`${test}/receive/request.test.ts`]: [
        'a body > that turns out too large is refused, whatever it announced',
      ],
    },
  },
  {
    name: 'receiver-address',
    guards: 'Only addresses of the list may deliver.',
    red: {
      [`${test}/receive/request.test.ts`]: [
        'an address > 203.0.114.7 is answered with 403',
        'an address > nonsense is answered with 403',
        'an address > is looked at before the body is read',
      ],
    },
  },
  {
    name: 'receiver-keep-then-answer',
    guards: 'Nothing is acknowledged that is not kept, or without jobs not handled.',
    red: {
      [`${test}/receive/request.test.ts`]: [
        'a fault of ours > in state.putIfAbsent is 503 with Retry-After, and the next delivery is accepted',
        'a fault of ours > in jobs.enqueue is 503 with Retry-After, and the next delivery is accepted',
      ],
      [`${test}/receive/queue.test.ts`]: [
        'a crash > between the record and the job loses nothing: the next delivery makes the job',
      ],
      [`${test}/receive/inline.test.ts`]: [
        'without jobs > a handler that fails is 500, without its words, and runs again at the next delivery',
        'without jobs > a duplicate while the event is handled is 503, never 200, and 200 afterwards',
        'without jobs > a handler may take longer than a lease lasts',
        'without jobs > an event whose handler died with its process is handled at a later delivery',
        'without jobs > a state that is away is 503, and nothing is handled',
      ],
      [`${test}/receive/hanging.test.ts`]: [
        'a store that does not answer > is given up before the vendor gives up: it delivers again',
      ],
    },
  },
  {
    name: 'receiver-done-inline',
    guards: 'An event that was handled is not handled again before the answer.',
    red: {
      [`${test}/receive/inline.test.ts`]: [
        'without jobs > an event is handled before the answer, once',
        'without jobs > a duplicate while the event is handled is 503, never 200, and 200 afterwards',
      ],
    },
  },
  {
    name: 'receiver-done',
    guards: 'A job that comes again after its event was handled does not handle it again.',
    red: {
      [`${test}/receive/queue.test.ts`]: [
        'a crash > after the note of it and before the end of its job does not let the handler run again',
      ],
    },
  },
  {
    name: 'receiver-job-after-crash',
    guards: 'An event that was noted before a crash gets its job from the next delivery.',
    red: {
      [`${test}/receive/request.test.ts`]: [
        'a fault of ours > in jobs.enqueue is 503 with Retry-After, and the next delivery is accepted',
      ],
      [`${test}/receive/sweep.test.ts`]: ['a sweep > finds an event that was noted and has no job'],
      [`${test}/receive/queue.test.ts`]: [
        'a crash > between the record and the job loses nothing: the next delivery makes the job',
      ],
    },
  },
  {
    name: 'receiver-order',
    guards: 'Events of one object are handled one at a time, as they were accepted.',
    red: {
      [`${test}/receive/handling.test.ts`]: [
        'the order of an object > is that of acceptance, also while one of its events fails again and again',
        'the order of an object > leaves late events out where the source says so',
        'the order of an object > says no more that one was left out when a replay has handled it',
      ],
    },
  },
  {
    name: 'signature-raw-bytes',
    guards: 'Own sources verify the bytes as they came, not text that was decoded.',
    red: {
      [`${test}/signatures/sources.test.ts`]: [
        'a source > takes a byte order mark before the JSON, but no other encoding',
      ],
      [`${test}/signatures/vectors.test.ts`]: [
        'the key fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025 of RFC 8032 is read, and its signature accepted',
      ],
    },
  },
  {
    name: 'signature-tolerance',
    guards: 'A webhook of an own source that was recorded is refused when it comes again later.',
    red: {
      [`${test}/signatures/sources.test.ts`]: ['a date of ISO 8601 is a timestamp too'],
    },
  },
];

/** What goes out. */
export const senderMutants: readonly Mutant[] = [
  {
    name: 'sender-retry-after',
    guards: 'An endpoint that asks to be left alone is left alone for so long.',
    red: {
      [`${test}/send/schedule.test.ts`]: ['Retry-After > of *'],
    },
  },
  {
    name: 'sender-gone',
    guards: 'An endpoint that answers 410 is sent nothing more.',
    red: {
      [`${test}/send/schedule.test.ts`]: [
        '410 > disables the endpoint at once, tells of it once, and keeps what is due as dead letters',
      ],
      [`${test}/send/on-delivery.test.ts`]: [
        'onDelivery of a sender > is told of each try and of what is given up, and neither where it went nor what it was',
      ],
    },
  },
  {
    name: 'sender-disabled',
    guards: 'What was due when its endpoint was disabled is not sent.',
    red: {
      [`${test}/send/endpoints.test.ts`]: [
        'an endpoint > that was deleted or disabled by its owner is sent nothing more',
      ],
    },
  },
  {
    name: 'guard-answer-cap',
    guards: 'Of an answer no more is read than its limit.',
    red: {
      [`${test}/node/wire.test.ts`]: [
        'what an endpoint answers > is read for 64 KiB and no further, where it is 10 MB',
      ],
    },
  },
  {
    name: 'guard-pinned-address',
    guards: 'The connection goes to the address that was checked: nothing is resolved a second time.',
    red: {
      [`${test}/node/wire.test.ts`]: [
        'an endpoint behind TLS > has to have a certificate that somebody vouches for, and of its name',
      ],
      [`${test}/node/guard.test.ts`]: [
        'a name > is asked for once per try, with and without a dot at its end, and the server is told the name',
      ],
      [`${test}/node/lying-resolver.test.ts`]: [
        'a resolver that answers a public address first and a private one then > leads nowhere: the connection goes to the address that was checked',
      ],
    },
  },
  {
    name: 'guard-every-address',
    guards: 'A name is refused if any of its addresses is not public, whichever is first.',
    red: {
      [`${test}/node/guard.test.ts`]: [
        'a name > both.example is not connected to where any of its addresses is not public*',
        'a name > both-reversed.example is not connected to where any of its addresses is not public*',
        'a name > six.example is not connected to where any of its addresses is not public*',
      ],
      [`${test}/node/lying-resolver.test.ts`]: [
        'a resolver that answers a public address first and a private one then > leads nowhere when it answers both at once, in either order',
      ],
    },
  },
  {
    name: 'guard-carried-address',
    guards: 'An IPv6 address that carries another, or that nobody was given, is not public.',
    red: {
      [`${test}/node/guard.test.ts`]: [
        'an address that is not public > is not connected to as [::127.0.0.1]',
      ],
      [`${test}/node/addresses.test.ts`]: [
        'an IPv4 address > inside an IPv6 address is refused, whatever it is',
        'an IPv6 address > outside of 2000::/3 is refused',
      ],
    },
  },
];
