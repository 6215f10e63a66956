import type { Mutant } from '../mutant.ts';

/** Memories of groups and ledgers that are slow or fail, and clocks that go wrong. */
export const memoryMutants: readonly Mutant[] = [
  {
    name: 'ledger-held-up',
    guards: 'A call that was held up past its deadline sends nothing: another one may have.',
    red: {
      'packages/core/test/ledger/held-up.test.ts': [
        'a call that was held up between its record and its request > by a machine that slept, whose monotonic clock stood still sends nothing when another one may have',
        'a call that was held up between its record and its request > gives the key back where nobody took it, and says that nothing was sent',
        'a call that was held up between its record and its request > leaves the record of the call before it as it was',
      ],
      'packages/core/test/ledger/hung.test.ts': [
        'a machine that slept before it sent, and whose memory then never answers, > *',
      ],
    },
  },
  {
    name: 'ledger-wrong-clock',
    guards: 'A key whose first call is in the future is not taken for young.',
    red: {
      'packages/core/test/ledger/held-up.test.ts': [
        'a clock that went wrong > ahead, and was put right, does not make a key look young that the provider has forgotten',
      ],
    },
  },
  {
    name: 'ledger-late-answer',
    guards: 'That nothing is there counts from when it was asked, not from when it was answered.',
    red: {
      'packages/core/test/ledger/window.test.ts': [
        'the time in which a provider is asked to look > is not over because the answer came late: what was looked for before may have arrived since',
      ],
    },
  },
  {
    name: 'ledger-memory-away',
    guards: 'What a memory fails with is not taken for the outcome of the write.',
    red: {
      'packages/core/test/ledger/held-up.test.ts': [
        'a store that cannot be reached > says nothing of the write, which an earlier call may have made',
      ],
      'packages/core/test/ledger/hunt.test.ts': [
        'a ledger whose memory fails > while a key is taken (the reading after it) leaves nothing behind of a write that was never sent',
        'a ledger whose memory fails > while a key is taken (the writing itself, when it was done) leaves nothing behind of a write that was never sent',
      ],
      'packages/core/test/ledger/ledger.test.ts': [
        'a ledger > does not lose an answer because it could not be written down',
      ],
    },
  },
  {
    name: 'group-memory-away',
    guards: 'What a memory fails with is not taken for the outcome of the write.',
    red: {
      'packages/core/test/failover/unreliable-memory.test.ts': [
        'a group whose memory fails > does not take the outcome of its own request for that of the write',
        'a group whose memory fails > after a member was asked tells of that member too',
      ],
    },
  },
  {
    name: 'group-memory-late',
    guards: 'A group sends nothing once the deadline is over.',
    red: {
      'packages/core/test/failover/unreliable-memory.test.ts': [
        'a group whose memory is slow > sends nothing once the deadline is over, and gives the key back',
      ],
    },
  },
  {
    name: 'group-memory-many',
    guards: 'Calls that are no longer told apart keep the key.',
    red: {
      'packages/core/test/failover/claims.test.ts': [
        'the calls of a key > keep it where it is until the last one gives it back, and its record short, however many there are',
        'the calls of a key > hold the key for good where they were too many to tell apart, though all of them did nothing',
        'the calls of a key > reads the records of an older version, which told all of them apart',
      ],
    },
  },
  {
    name: 'file-memory-late',
    guards: 'A version that came and went while a process was held up is not written again.',
    red: {
      'packages/core/test/failover/file-memory-races.test.ts': [
        'a record in files that is written often > is not written by a process that was held up while its version came and went',
      ],
    },
  },
  {
    name: 'file-memory-seal',
    guards: 'A record that is about to be forgotten is not written.',
    red: {
      'packages/core/test/failover/file-memory-races.test.ts': [
        'a record in files that is forgotten > is not written meanwhile: who wants to waits until it is gone, and begins anew',
      ],
    },
  },
  {
    name: 'memory-hung-deadline',
    guards: 'A call ends by its deadline also while it waits for a memory that never answers.',
    red: {
      'packages/core/test/ledger/hung.test.ts': [
        'a ledger whose memory never answers when a call *',
        'a ledger whose memory never answers after a write *',
        'a call that its provider held up until its deadline > waits a moment, and no longer, for a memory that never answers',
        'a machine that slept before it sent, and whose memory then never answers, > *',
      ],
      'packages/core/test/ledger/hunt.test.ts': [
        'a ledger whose memory fails > takes the time of a slow one from the call’s deadline',
      ],
      'packages/core/test/failover/hung.test.ts': [
        'a group whose memory never answers ends a call by its deadline > *',
      ],
      'packages/core/test/failover/unreliable-memory.test.ts': [
        'a group whose memory is slow > ends by its deadline while it waits for the memory, and gives the key back',
      ],
    },
  },
  {
    name: 'memory-hung-abort',
    guards: 'Who gives up waits no longer for a memory that never answers.',
    red: {
      'packages/core/test/ledger/hung.test.ts': [
        'a ledger whose memory never answers when a call *',
        'a ledger whose memory never answers after a write *',
        'a call that its provider held up until its abort > waits a moment, and no longer, for a memory that never answers',
      ],
      'packages/core/test/failover/hung.test.ts': [
        'a group whose memory never answers ends a call by its abort > *',
      ],
    },
  },
  {
    name: 'memory-hung-listener',
    guards: 'A wait for a memory leaves no listener on the caller’s signal.',
    red: {
      'packages/core/test/ledger/hung.test.ts': [
        'a ledger whose memory never answers when a call *',
        'a ledger whose memory never answers after a write *',
      ],
      'packages/core/test/failover/hung.test.ts': ['a group whose memory never answers ends a call by its *'],
    },
  },
  {
    name: 'memory-hung-moment',
    guards: 'What a call did is written down at its very end too, where the memory works.',
    red: {
      'packages/core/test/ledger/hung.test.ts': [
        'a call that its provider held up until its *',
        'a machine that slept before it sent, and whose memory then never answers, > *',
        'a call whose caller gave up before it > says of a caller who gave up before it that nothing was sent, where the memory works',
      ],
      'packages/core/test/ledger/hunt.test.ts': [
        'a ledger whose memory fails > takes the time of a slow one from the call’s deadline',
      ],
      'packages/core/test/failover/unreliable-memory.test.ts': [
        'a group whose memory is slow > sends nothing once the deadline is over, and gives the key back',
      ],
    },
  },
  {
    name: 'memory-hung-late',
    guards: 'What a memory does after the call has ended is taken back where nothing was sent.',
    red: {
      'packages/core/test/ledger/hung.test.ts': ['a ledger whose memory never answers when a call *'],
      'packages/core/test/failover/hung.test.ts': ['a group whose memory answers no call, and then > *'],
    },
  },
];
