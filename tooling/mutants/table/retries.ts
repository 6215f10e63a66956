import type { Mutant } from '../mutant.ts';

/** What is tried again, when, and what is known of it afterwards. */
export const retryMutants: readonly Mutant[] = [
  {
    name: 'retry-by-code',
    guards: 'A decline, or any failure that repeating cannot help, is not repeated.',
    red: {
      'packages/core/test/policy.test.ts': ['retry > never repeats a decline'],
      'packages/core/test/outcome.test.ts': [
        'the outcome of a composed operation > counts the step beside the one that failed',
      ],
      'packages/core/test/error.test.ts': [
        'IntegrationError > tells operation, provider, attempts, hint and documentation',
      ],
      'packages/core/test/common-traps.test.ts': [
        'T4: a retry of everything > repeats a declined card; ours asks once',
      ],
      'packages/core/test/debug.test.ts': [
        'debugInterceptor > asked for *',
        'debugInterceptor > shows neither what was sent and answered nor anything secret or private',
      ],
    },
  },
  {
    name: 'retry-key-honoured',
    guards: 'A keyed write that may have happened is repeated only where the vendor honours keys.',
    red: {
      'packages/core/test/policy.test.ts': [
        'retry > does not repeat a keyed write where the vendor does not honour keys',
      ],
    },
  },
  {
    name: 'retry-vendor-advice',
    guards: 'What the vendor says cannot succeed is not repeated.',
    red: {
      'packages/core/test/policy.test.ts': ['retry > does not repeat what the vendor says cannot succeed'],
    },
  },
  {
    name: 'accumulated-outcome',
    guards: 'An outcome that was `unknown` once stays so, whatever later attempts and steps say.',
    red: {
      'packages/core/test/deadline.test.ts': [
        'the deadline of a call > bounds the steps of a composed operation, and no step begins after it',
      ],
      'packages/core/test/policy.test.ts': [
        'retry > keeps the outcome unknown when a later attempt certainly did nothing',
        'steps of a composed operation > is unknown as a whole when one write step is',
      ],
      'packages/core/test/outcome.test.ts': [
        'the outcome of a composed operation > counts the step that was in flight when the caller gave up',
        'the outcome of a composed operation > is never “not applied” once a write step is done',
      ],
      'packages/core/test/ledger/unresolved.test.ts': [
        'a write of which nobody knows > is made again under its key where the provider honours it, and keeps what was unknown',
      ],
      'packages/core/test/outcome-model.test.ts': [
        'a server that counts what it did > never did more, or less, than the outcome says (property)',
      ],
    },
  },
  {
    name: 'foreign-refusal',
    guards: 'A refusal that is not the vendor’s own (a proxy’s) does not count as not applied.',
    red: {
      'packages/core/test/transport.test.ts': [
        'what happened to a write, over real sockets > a refusal that is not the vendor’s',
      ],
      'packages/core/test/outcome-rules.test.ts': [
        'the outcome of one attempt of a write > answered, status 401, invalid_response, not recognised: unknown',
      ],
    },
  },
  {
    name: 'step-done',
    guards: 'An operation of which a write step is done is never “not applied” as a whole.',
    red: {
      'packages/core/test/outcome.test.ts': [
        'the outcome of a composed operation > is never “not applied” once a write step is done',
      ],
    },
  },
  {
    name: 'retry-after',
    guards: 'A vendor that says when to come back is not asked before.',
    red: {
      'packages/core/test/deadline.test.ts': [
        'the deadline of a call > leaves no time for a Retry-After that ends with it',
      ],
      'packages/core/test/policy.test.ts': [
        'retry > fails at once when Retry-After does not fit the deadline, and says how long to wait',
        'retry > waits as long as Retry-After asks',
      ],
    },
  },
  {
    name: 'retry-after-unfit',
    guards: 'A wait that does not fit the deadline fails at once and says how long it would be.',
    red: {
      'packages/core/test/deadline.test.ts': [
        'the deadline of a call > leaves no time for a Retry-After that ends with it',
        'whatever happens > a call settles by its deadline, exactly, with at most its attempts (property)',
      ],
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > leaves a write that moves on only what is left of the deadline',
      ],
      'packages/core/test/policy.test.ts': [
        'retry > fails at once when Retry-After does not fit the deadline, and says how long to wait',
        'time > gives money writes 30 seconds for one attempt',
      ],
    },
  },
  {
    name: 'deadline',
    guards: 'An attempt ends at the deadline of its call, however long its own timeout is.',
    red: {
      'packages/core/test/ledger/hunt.test.ts': [
        'a ledger whose memory fails > takes the time of a slow one from the call’s deadline',
      ],
      'packages/core/test/deadline.test.ts': [
        'whatever happens > a call settles by its deadline, exactly, with at most its attempts (property)',
      ],
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > leaves a write that moves on only what is left of the deadline',
        'a failover group > never outlives the deadline of the whole',
        'a failover group > reads elsewhere from a member that hangs, within the deadline of the whole',
      ],
      'packages/core/test/failover/unreliable-memory.test.ts': [
        'a group whose memory is slow > leaves a member only what is left of the deadline of the whole',
      ],
      'packages/core/test/policy.test.ts': [
        'time > cuts an attempt off at its timeout and the call at its deadline',
      ],
      'packages/core/test/ledger/deadline.test.ts': [
        'a call under a ledger that first has to ask the provider > has what is left of its deadline to make the write',
        'a call under a ledger that first has to ask the provider > settles by its own deadline',
      ],
    },
  },
  {
    name: 'deadline-late-timers',
    guards: 'After the deadline nothing goes out, even where timers fire late.',
    red: {
      'packages/core/test/deadline.test.ts': [
        'the deadline of a call > holds when timers fire late: no further request goes out',
      ],
    },
  },
  {
    name: 'key-per-step',
    guards: 'Each step of an operation sends a key of its own.',
    red: {
      'packages/core/test/ledger/hung.test.ts': [
        'a ledger whose memory never answers when a call writes down what the provider found > *',
      ],
      'packages/core/test/policy.test.ts': [
        'steps of a composed operation > retries each step on its own, under a key of its own',
      ],
      'packages/core/test/ledger/unresolved.test.ts': [
        'a write of which nobody knows > is found at a provider that can tell, and its result given to the next call',
        'a write of which nobody knows > is settled by reconcile (lost: applied)',
      ],
      'packages/core/test/ledger/group.test.ts': [
        'a ledger around a failover group > asks the member that has the key what became of it',
        'a ledger around a failover group > finds a write that went where its id said, and does not make it again',
      ],
      'packages/core/test/ledger/crash.test.ts': [
        'a process that ends at any step > leaves one letter in the end where the office can tell *',
      ],
    },
  },
];
