import type { Mutant } from '../mutant.ts';

/** Memories of groups and ledgers that are slow or fail, and clocks that go wrong. */
export const memoryMutants: readonly Mutant[] = [
  {
    name: 'ledger-held-up',
    guards: 'A call that was held up past its deadline sends nothing: another one may have.',
    red: {
      'packages/core/test/ledger/held-up.test.ts': [
        'a call that was held up between its record and its request > by a slow memory sends nothing when another one may have',
        'a call that was held up between its record and its request > by a machine that slept, whose monotonic clock stood still sends nothing when another one may have',
        'a call that was held up between its record and its request > gives the key back where nobody took it, and says that nothing was sent',
        'a call that was held up between its record and its request > leaves the record of the call before it as it was',
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
];
