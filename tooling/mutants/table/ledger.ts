import type { Mutant } from '../mutant.ts';

/** Writes that are kept over calls and processes. */
export const ledgerMutants: readonly Mutant[] = [
  {
    name: 'ledger-claim',
    guards: 'Of two calls under a key one alone makes the write.',
    red: {
      'packages/core/test/ledger/crash.test.ts': [
        'a process that ends at any step > leaves one letter in the end where the office can tell (ok)',
        'a process that ends at any step > leaves one letter in the end where the office can tell (lost)',
        'a process that ends at any step > leaves one letter in the end where the office can tell (swallowed)',
        'a process that ends at any step > leaves one letter in the end where the office can tell (down)',
        'a process that ends at any step > leaves one letter in the end where the office can tell (garbled)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (ok)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (lost)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (swallowed)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (down)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (garbled)',
      ],
      'packages/core/test/ledger/deadline.test.ts': [
        'a call under a ledger that first has to ask the provider > settles by its own deadline',
        'a call under a ledger that first has to ask the provider > ends at once when its caller gives up',
      ],
      'packages/core/test/ledger/group.test.ts': [
        'a ledger around a failover group > sends a letter that may be on its way to nobody else',
        'a ledger around a failover group > asks the member that has the key what became of it',
        'a ledger around a failover group > finds a write that went where its id said, and does not make it again',
      ],
      'packages/core/test/ledger/hung.test.ts': [
        'a ledger whose memory never answers when a call reads who has the key > *',
        'a ledger whose memory never answers when a call takes over what may be made again > *',
        'a ledger whose memory never answers when a call writes down what the provider found > *',
        'a machine that slept before it sent, and whose memory then never answers, > says again what was known of it before, and waits a moment for it, and no longer',
      ],
      'packages/core/test/ledger/held-up.test.ts': [
        'a call that was held up between its record and its request > by a machine that slept, whose monotonic clock stood still sends nothing when another one may have',
        'a call that was held up between its record and its request > leaves the record of the call before it as it was',
        'a clock that went wrong > ahead, and was put right, does not make a key look young that the provider has forgotten',
      ],
      'packages/core/test/ledger/ledger.test.ts': [
        'a ledger > does not send a second time after a lost answer, and lists the write until somebody knows',
        'a ledger > lets one of two calls at the same time send; the other learns when to come back',
      ],
      'packages/core/test/ledger/unresolved.test.ts': [
        'a write of which nobody knows > is made again under its key where the provider honours it, and keeps what was unknown',
        'a write of which nobody knows > is not made again once the provider may have forgotten the key',
        'a write of which nobody knows > is found at a provider that can tell, and its result given to the next call',
        'a write of which nobody knows > is made again where the provider has nothing, but only when it can no longer be on its way',
        'a write of which nobody knows > is not taken for undone before a call that took long has ended for so long',
        'a write of which nobody knows > counts as under way as long as the policy lets its call take',
        'a write of which nobody knows > outlives the process that began it',
      ],
      'packages/core/test/ledger/window.test.ts': [
        'the time in which a provider is asked to look > is that of the call, whenever it is asked, with what clocks may differ and a request may take',
        'the time in which a provider is asked to look > has no end for a contract that is older than this',
        'the time in which a provider is asked to look > is not over because the answer came late: what was looked for before may have arrived since',
      ],
    },
  },
  {
    name: 'ledger-fingerprint',
    guards: 'A key that was used for another input is refused.',
    red: {
      'packages/core/test/ledger/ledger.test.ts': [
        'a ledger > refuses a key that was used for another text, before anything is sent',
        'a ledger > refuses a key that was used for another file, before anything is sent',
      ],
    },
  },
  {
    name: 'ledger-quiet',
    guards: 'That nothing is there counts only when the request can no longer be on its way.',
    red: {
      'packages/core/test/ledger/unresolved.test.ts': [
        'a write of which nobody knows > is made again where the provider has nothing, but only when it can no longer be on its way',
        'a write of which nobody knows > is not taken for undone before a call that took long has ended for so long',
      ],
      'packages/core/test/ledger/window.test.ts': [
        'the time in which a provider is asked to look > is that of the call, whenever it is asked, with what clocks may differ and a request may take',
        'the time in which a provider is asked to look > is not over because the answer came late: what was looked for before may have arrived since',
      ],
    },
  },
  {
    name: 'ledger-key-forgotten',
    guards: 'A write is not made again under a key that the provider may have forgotten.',
    red: {
      'packages/core/test/ledger/unresolved.test.ts': [
        'a write of which nobody knows > is not made again once the provider may have forgotten the key',
      ],
    },
  },
  {
    name: 'ledger-keyless-vendor',
    guards: 'A write that may be done is not made again where the provider knows no keys.',
    red: {
      'packages/core/test/ledger/hung.test.ts': [
        'a ledger whose memory never answers when a call writes down what the provider found > *',
      ],
      'packages/core/test/ledger/crash.test.ts': [
        'a process that ends at any step > leaves one letter in the end where the office can tell (ok)',
        'a process that ends at any step > leaves one letter in the end where the office can tell (lost)',
        'a process that ends at any step > leaves one letter in the end where the office can tell (swallowed)',
        'a process that ends at any step > leaves one letter in the end where the office can tell (down)',
        'a process that ends at any step > leaves one letter in the end where the office can tell (garbled)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (ok)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (lost)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (swallowed)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (down)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (garbled)',
      ],
      'packages/core/test/ledger/deadline.test.ts': [
        'a call under a ledger that first has to ask the provider > settles by its own deadline',
        'a call under a ledger that first has to ask the provider > ends at once when its caller gives up',
      ],
      'packages/core/test/ledger/group.test.ts': [
        'a ledger around a failover group > sends a letter that may be on its way to nobody else',
        'a ledger around a failover group > asks the member that has the key what became of it',
        'a ledger around a failover group > finds a write that went where its id said, and does not make it again',
      ],
      'packages/core/test/ledger/ledger.test.ts': [
        'a ledger > does not send a second time after a lost answer, and lists the write until somebody knows',
      ],
      'packages/core/test/ledger/unresolved.test.ts': [
        'a write of which nobody knows > is found at a provider that can tell, and its result given to the next call',
        'a write of which nobody knows > is made again where the provider has nothing, but only when it can no longer be on its way',
        'a write of which nobody knows > is not taken for undone before a call that took long has ended for so long',
        'a write of which nobody knows > outlives the process that began it',
      ],
      'packages/core/test/ledger/window.test.ts': [
        'the time in which a provider is asked to look > has no end for a contract that is older than this',
        'the time in which a provider is asked to look > is not over because the answer came late: what was looked for before may have arrived since',
      ],
    },
  },
  {
    name: 'ledger-outcome',
    guards: 'What was unknown before stays so though the next call did nothing.',
    red: {
      'packages/core/test/ledger/unresolved.test.ts': [
        'a write of which nobody knows > is made again under its key where the provider honours it, and keeps what was unknown',
      ],
    },
  },
  {
    name: 'ledger-unknown-stays',
    guards: 'A write that may have had its effect keeps its key.',
    red: {
      'packages/core/test/ledger/hung.test.ts': [
        'a ledger whose memory never answers when a call reads who has the key > *',
        'a ledger whose memory never answers when a call takes over what may be made again > *',
        'a ledger whose memory never answers when a call writes down what the provider found > *',
        'a call that its provider held up until its *',
        'a machine that slept before it sent, and whose memory then never answers, > says again what was known of it before, and waits a moment for it, and no longer',
      ],
      'packages/core/test/ledger/crash.test.ts': [
        'a process that ends at any step > leaves one letter in the end where the office can tell (lost)',
        'a process that ends at any step > leaves no second letter, and none that is not listed, where it cannot (lost)',
      ],
      'packages/core/test/ledger/deadline.test.ts': [
        'a call under a ledger that first has to ask the provider > settles by its own deadline',
        'a call under a ledger that first has to ask the provider > ends at once when its caller gives up',
      ],
      'packages/core/test/ledger/group.test.ts': [
        'a ledger around a failover group > sends a letter that may be on its way to nobody else',
        'a ledger around a failover group > asks the member that has the key what became of it',
        'a ledger around a failover group > finds a write that went where its id said, and does not make it again',
        'a ledger around a failover group > is settled by a webhook of any member',
      ],
      'packages/core/test/ledger/held-up.test.ts': [
        'a call that was held up between its record and its request > leaves the record of the call before it as it was',
        'a clock that went wrong > ahead, and was put right, does not make a key look young that the provider has forgotten',
      ],
      'packages/core/test/ledger/ledger.test.ts': [
        'a ledger > does not send a second time after a lost answer, and lists the write until somebody knows',
      ],
      'packages/core/test/ledger/unresolved.test.ts': [
        'a write of which nobody knows > is made again under its key where the provider honours it, and keeps what was unknown',
        'a write of which nobody knows > is not made again once the provider may have forgotten the key',
        'a write of which nobody knows > is found at a provider that can tell, and its result given to the next call',
        'a write of which nobody knows > is made again where the provider has nothing, but only when it can no longer be on its way',
        'a write of which nobody knows > is not taken for undone before a call that took long has ended for so long',
        'a write of which nobody knows > is settled by reconcile (lost: applied)',
        'a write of which nobody knows > is settled by reconcile (swallowed: not_applied)',
        'a write of which nobody knows > stays unresolved where the provider cannot tell',
        'a write of which nobody knows > is settled by a later webhook, with what the event brings',
        'a write of which nobody knows > is known as done by an event that does not bring what was made',
        'a write of which nobody knows > is settled by hand, either way, once',
        'a write of which nobody knows > outlives the process that began it',
      ],
      'packages/core/test/ledger/window.test.ts': [
        'the time in which a provider is asked to look > is that of the call, whenever it is asked, with what clocks may differ and a request may take',
        'the time in which a provider is asked to look > has no end for a contract that is older than this',
        'the time in which a provider is asked to look > is not over because the answer came late: what was looked for before may have arrived since',
      ],
    },
  },
  {
    name: 'ledger-under-way',
    guards: 'A call waits for another one under its key that may not have ended.',
    red: {
      'packages/core/test/ledger/ledger.test.ts': [
        'a ledger > lets one of two calls at the same time send; the other learns when to come back',
      ],
      'packages/core/test/ledger/unresolved.test.ts': [
        'a write of which nobody knows > counts as under way as long as the policy lets its call take',
        'a write of which nobody knows > outlives the process that began it',
      ],
    },
  },
  {
    name: 'ledger-write-before-send',
    guards: 'What cannot be written down is not sent.',
    red: {
      'packages/core/test/ledger/hunt.test.ts': [
        'a ledger whose memory fails > while a key is taken (the writing itself, when it was done) leaves nothing behind of a write that was never sent',
      ],
      'packages/core/test/ledger/ledger.test.ts': [
        'a ledger > does not lose an answer because it could not be written down',
      ],
    },
  },
  {
    name: 'ledger-mark',
    guards: 'An event settles the write whose key its object carries, however long a key the provider keeps.',
    red: {
      'packages/core/test/ledger/group.test.ts': [
        'a ledger around a failover group > is settled by a webhook of any member',
      ],
      'packages/core/test/ledger/unresolved.test.ts': [
        'a write of which nobody knows > is settled by a later webhook, with what the event brings',
        'a write of which nobody knows > is known as done by an event that does not bring what was made',
      ],
    },
  },
  {
    name: 'ledger-process-memory',
    guards: 'A memory that forgets refuses production.',
    red: {
      'packages/core/test/failover/process-memory.test.ts': [
        'a memory of one process > refuses production, where a restart would forget who has which key',
      ],
    },
  },
  {
    name: 'ledger-asks-every-member',
    guards: 'A write that went where its id said is found there, not made again.',
    red: {
      'packages/core/test/failover/hung.test.ts': ['a search for the maker of a write > *'],
      'packages/core/test/ledger/group.test.ts': [
        'a ledger around a failover group > asks every member about a key that its memory does not have',
        'a ledger around a failover group > finds a write that went where its id said, and does not make it again',
      ],
    },
  },
];
