import type { Mutant } from '../mutant.ts';

/** Groups of providers, and reads that fall back. */
export const failoverMutants: readonly Mutant[] = [
  {
    name: 'failover-not-applied',
    guards: 'A call moves on only where the member before certainly did nothing.',
    red: {
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > stays with a member that may have charged (*',
        'a failover group > remembers over instances that share a memory who had a key, and forgets nobody who crashed',
      ],
      'packages/core/test/failover/hung.test.ts': [
        'a group whose memory never answers ends a call by its abort > when it gives the key back, which stays where it is',
      ],
      'packages/core/test/failover/unreliable-memory.test.ts': [
        'a group whose memory fails > does not take the outcome of its own request for that of the write',
      ],
      'packages/core/test/ledger/group.test.ts': [
        'a ledger around a failover group > sends a letter that may be on its way to nobody else',
        'a ledger around a failover group > is settled by a webhook of any member',
        'a group that lost a member > says that a key is at a member that it no longer has, and that nobody knows what became of it',
      ],
      'packages/core/test/ledger/hunt.test.ts': [
        'a group > says what its member said when the memory fails after it, and stays there',
      ],
    },
  },
  {
    name: 'failover-decline',
    guards: 'A decline is a verdict: no other member is asked for another one.',
    red: {
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > does not ask the next one for another verdict when a member declines',
      ],
    },
  },
  {
    name: 'group-memory',
    guards: 'A key that may have had its effect at one member goes to no other.',
    red: {
      'packages/core/test/failover/claims.test.ts': [
        'the calls of a key > keep it where it is until the last one gives it back, and its record short, however many there are',
        'the calls of a key > hold the key for good where they were too many to tell apart, though all of them did nothing',
        'the calls of a key > reads the records of an older version, which told all of them apart',
      ],
      'packages/core/test/failover/failover-model.test.ts': [
        'whatever two machines and two providers do > a key has at most one effect, a call that succeeded exactly one, and `not_applied` means none',
      ],
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > goes back to the member that may have charged, though one before it works again',
      ],
      'packages/core/test/ledger/group.test.ts': [
        'a group that lost a member > says that a key is at a member that it no longer has, and that nobody knows what became of it',
      ],
    },
  },
  {
    name: 'group-memory-gives-back',
    guards: 'A member keeps a key as long as the call may have had an effect there.',
    red: {
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > stays with a member that may have charged (*',
        'a failover group > goes back to the member that may have charged, though one before it works again',
      ],
      'packages/core/test/failover/failover-model.test.ts': [
        'whatever two machines and two providers do > a key has at most one effect, a call that succeeded exactly one, and `not_applied` means none',
      ],
      'packages/core/test/failover/unreliable-memory.test.ts': [
        'a group whose memory is slow > leaves a member only what is left of the deadline of the whole',
      ],
      'packages/core/test/ledger/group.test.ts': [
        'a ledger around a failover group > asks the member that has the key what became of it',
        'a group that lost a member > says that a key is at a member that it no longer has, and that nobody knows what became of it',
      ],
    },
  },
  {
    name: 'group-memory-release',
    guards: 'A member keeps a key as long as any call may have had an effect there.',
    red: {
      'packages/core/test/failover/claims.test.ts': [
        'the calls of a key > keep it where it is until the last one gives it back, and its record short, however many there are',
        'the calls of a key > are told apart where there are a few, so that the key is free again once all of them did nothing',
        'the calls of a key > hold the key for good where they were too many to tell apart, though all of them did nothing',
        'the calls of a key > reads the records of an older version, which told all of them apart',
      ],
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > stays with a member that may have charged (*',
        'a failover group > remembers over instances that share a memory who had a key, and forgets nobody who crashed',
      ],
    },
  },
  {
    name: 'ids-untagged',
    guards: 'A member gets its own ids, without the name of the member before them.',
    red: {
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > goes with an id where it came from, and nowhere else',
      ],
    },
  },
  {
    name: 'ids-owner',
    guards: 'A call that names an id goes to the member that the id is of.',
    red: {
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > goes with an id where it came from, and nowhere else',
      ],
      'packages/core/test/ledger/group.test.ts': [
        'a ledger around a failover group > finds a write that went where its id said, and does not make it again',
      ],
      'packages/core/test/ledger/hunt.test.ts': ['a group > takes ids from an object that is frozen'],
    },
  },
  {
    name: 'ids-of-several',
    guards: 'A call that names ids of several members is refused before any request.',
    red: {
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > refuses ids of several members in one call, before any request',
      ],
    },
  },
  {
    name: 'group-deadline',
    guards: 'The deadline is that of the whole, not of each member.',
    red: {
      'packages/core/test/failover/failover.test.ts': [
        'a failover group > leaves a write that moves on only what is left of the deadline',
      ],
      'packages/core/test/failover/unreliable-memory.test.ts': [
        'a group whose memory is slow > leaves a member only what is left of the deadline of the whole',
        'a group whose memory is slow > sends nothing once the deadline is over, and gives the key back',
      ],
    },
  },
  {
    name: 'fallback-movable',
    guards: 'A refusal of the request itself is an answer, not a reason to serve what was kept.',
    red: {
      'packages/core/test/failover/fallback.test.ts': [
        'a fallback for reads > takes a refusal of the request for an answer, and forgets what was before',
      ],
    },
  },
];
