import type { Mutant } from '../mutant.ts';

/** What protects vendor and application from each other, and what calls leave behind. */
export const limitMutants: readonly Mutant[] = [
  {
    name: 'budget',
    guards: 'Retries are paid from a budget, so that an outage is not amplified.',
    red: {
      'packages/core/test/policy.test.ts': ['retry > stops when the retry budget is spent'],
    },
  },
  {
    name: 'abort-before-attempt',
    guards: 'Who gives up between the wait for a place and the attempt sends nothing.',
    red: {
      'packages/core/test/admission.test.ts': [
        'the bulkhead > does not run a call whose caller gave up between the wait and the attempt',
      ],
    },
  },
  {
    name: 'abandoned-request',
    guards: 'The request of an attempt that was given up is aborted.',
    red: {
      'packages/core/test/deadline.test.ts': [
        'an attempt that is over > stops its request when the driver has failed without waiting for it',
        'the deadline of a call > bounds the steps of a composed operation, and no step begins after it',
      ],
      'packages/core/test/outcome.test.ts': [
        'the outcome of a composed operation > counts the step beside the one that failed',
        'the outcome of a composed operation > counts the step that was in flight when the caller gave up',
      ],
      'packages/core/test/sending.test.ts': [
        'a request that does not go through fetch > is stopped by the signal of its attempt',
      ],
      'packages/core/test/outcome-model.test.ts': [
        'a server that counts what it did > never did more, or less, than the outcome says (property)',
      ],
    },
  },
  {
    name: 'breaker-declines',
    guards: 'Declines do not open the circuit.',
    red: {
      'packages/core/test/breaker.test.ts': [
        'health > does not call a decline a fault of the vendor',
        'the breaker > behaves like its description, whatever comes when (property)',
      ],
      'packages/core/test/facade.test.ts': ['breaker and bulkhead > is not opened by declines'],
    },
  },
  {
    name: 'breaker-one-probe',
    guards: 'While a probe is under way no other call goes to the vendor.',
    red: {
      'packages/core/test/breaker.test.ts': [
        'a probe > that the caller ends leaves the next call to probe',
        'the breaker > hears the probe only, not a call that began before the circuit opened',
      ],
      'packages/core/test/facade.test.ts': [
        'breaker and bulkhead > lets nothing out of the queue once the circuit has opened, and loses no place by it',
      ],
    },
  },
  {
    name: 'breaker-period',
    guards: 'A call from before the circuit opened says nothing of the vendor’s health now.',
    red: {
      'packages/core/test/breaker.test.ts': [
        'the breaker > hears the probe only, not a call that began before the circuit opened',
      ],
    },
  },
  {
    name: 'breaker-refused-probe',
    guards: 'A probe that never went out leaves the next call to probe.',
    red: {
      'packages/core/test/breaker.test.ts': [
        'a probe > that the rate limit refuses leaves the next call to probe',
      ],
    },
  },
  {
    name: 'bulkhead-release',
    guards: 'An attempt that its caller gives up gives its place back.',
    red: {
      'packages/core/test/deadline.test.ts': [
        'the deadline of a call > bounds the steps of a composed operation, and no step begins after it',
      ],
      'packages/core/test/breaker.test.ts': ['a probe > that the caller ends leaves the next call to probe'],
      'packages/core/test/outcome.test.ts': [
        'the outcome of a composed operation > counts the step beside the one that failed',
        'the outcome of a composed operation > counts the step that was in flight when the caller gave up',
      ],
      'packages/core/test/outcome-model.test.ts': [
        'a server that counts what it did > never did more, or less, than the outcome says (property)',
      ],
    },
  },
  {
    name: 'bulkhead-hold',
    guards: 'A streamed answer keeps its place until its body is read.',
    red: {
      'packages/core/test/sending.test.ts': [
        'an operation that streams > holds its place among the calls in flight until its body is read',
      ],
    },
  },
  {
    name: 'listener-of-attempt',
    guards: 'A failed attempt leaves no listener on the caller’s signal.',
    red: {
      'packages/core/test/ledger/hung.test.ts': ['a ledger whose memory never answers after a write *'],
      'packages/core/test/failover/hung.test.ts': ['a group whose memory never answers ends a call by its *'],
      'packages/core/test/resources.test.ts': [
        'what calls leave behind > is neither timer nor listener when the work throws before it is a promise',
        'what calls leave behind > is no listener after calls that waited, timed out or were retried',
        'what calls leave behind > is no listener on the caller’s signal, after 10 000 calls',
      ],
    },
  },
  {
    name: 'listener-of-wait',
    guards: 'A wait leaves no listener on the caller’s signal.',
    red: {
      'packages/core/test/resources.test.ts': [
        'what calls leave behind > is no listener after calls that waited, timed out or were retried',
        'what calls leave behind > is no listener on the caller’s signal, after 10 000 calls',
      ],
    },
  },
  {
    name: 'money-needs-key',
    guards: 'A write of money without a key is refused before any request.',
    red: {
      'packages/core/test/facade.test.ts': ['before any I/O > refuses a write of money without a key'],
    },
  },
  {
    name: 'queue-asks-circuit',
    guards: 'What waited in the queue is not sent once the circuit has opened.',
    red: {
      'packages/core/test/facade.test.ts': [
        'breaker and bulkhead > lets nothing out of the queue once the circuit has opened, and loses no place by it',
      ],
    },
  },
];
