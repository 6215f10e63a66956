import type { Mutant } from '../mutant.ts';

const conformance = 'packages/jobs/memory/test/conformance.test.ts';
const ofJobs = 'jobs conformance of memory:' as const;

/** What works beside requests, and what processes share. */
export const backgroundMutants: readonly Mutant[] = [
  {
    name: 'jobs-fence',
    guards: 'Whoever held a job before cannot end it for whoever holds it now.',
    red: {
      [conformance]: [
        `${ofJobs} contract > contract.dead.redrive.old_token: *`,
        `${ofJobs} leases > leases.complete.stale_renew: *`,
        `${ofJobs} leases > leases.complete.stale_complete: *`,
        `${ofJobs} leases > leases.complete.stale_retry: *`,
        `${ofJobs} leases > leases.complete.stale_bury: *`,
        `${ofJobs} leases > leases.complete.stranger: *`,
        `${ofJobs} leases > leases.complete.token_of_another_job: *`,
        `${ofJobs} work > work.work.lost: *`,
        `${ofJobs} model > model.claim.histories: *`,
        `${ofJobs} model > model.claim.histories_of_keys: *`,
        `${ofJobs} model > model.claim.long_histories: *`,
      ],
    },
  },
  {
    name: 'jobs-order',
    guards: 'Jobs of one ordering key run one at a time, in their order.',
    red: {
      [conformance]: [
        `${ofJobs} ordering > ordering.enqueue.one_at_a_time: *`,
        `${ofJobs} ordering > ordering.enqueue.counts: *`,
        `${ofJobs} ordering > ordering.enqueue.keys_are_apart: *`,
        `${ofJobs} ordering > ordering.enqueue.a_retry_holds_up: *`,
        `${ofJobs} ordering > ordering.enqueue.a_time_holds_up: *`,
        `${ofJobs} ordering > ordering.enqueue.blocked_ones_hide_nobody: *`,
        `${ofJobs} ordering > ordering.enqueue.many_at_once: *`,
        `${ofJobs} work > work.work.in_order: *`,
        `${ofJobs} model > model.claim.histories_of_keys: *`,
        `${ofJobs} scenarios > scenarios.orders.states_in_order: *`,
      ],
    },
  },
  {
    name: 'jobs-cut-off',
    guards: 'A job that ends its process every time is given up.',
    red: {
      'packages/jobs/memory/test/work.test.ts': [
        'a job that ends its process every time > is given up when it was begun ten times, without being begun again',
      ],
    },
  },
  {
    name: 'sync-late-change',
    guards: 'A change that comes late undoes no later one, and brings nothing back that was removed.',
    red: {
      'packages/sync/test/two-way.test.ts': [
        'a record that both sides changed > is merged again where the source changed before it saw the first merger',
      ],
      'packages/sync/test/one-way.test.ts': [
        'a sync in one way > does not let a change that comes late or twice undo a later one',
        'a sync in one way > goes by the version before the time',
        'a removal > stands against a change that is older and comes later, until it is forgotten',
        'a removal > also of a record that never came across',
      ],
    },
  },
  {
    name: 'sync-removal-stands',
    guards: 'Of a removal and a change of one moment the removal stands, in whatever order they come.',
    red: {
      'packages/sync/test/one-way.test.ts': [
        'a removal > stands against a change of the same moment that comes later',
      ],
    },
  },
  {
    name: 'token-single-flight',
    guards: 'All who need a token at once make one request.',
    red: {
      'packages/auth/oidc/test/token-source.test.ts': [
        'a token source > makes one request for 100 callers at once, and none for those who come later',
        'a token source > keeps no token that is over when it arrives, and gives it to those who wait for it',
        'a token source whose provider fails > says so to all who wait, by the error of the operation',
        'a token source whose provider fails > does not end anybody’s wait when one caller gives up',
      ],
      'packages/auth/oidc/test/token-source-shared.test.ts': [
        'processes that share a token > make one request, all at once',
      ],
      'packages/auth/oidc/test/token-source-fetch.test.ts': [
        'fetch of a token source > renews it once for 50 requests that are refused at once',
      ],
      'packages/auth/oidc/test/common-traps.test.ts': [
        'T6: token code that sends JSON, looks at no status, and asks for a token each time > asks for a token before each call of an API, and gives up at the first 401*',
      ],
    },
  },
  {
    name: 'limit-shared',
    guards: 'Processes that share a limit share it, and do not each have their own.',
    red: {
      'packages/state/memory/test/rate-limit.test.ts': [
        'a limit that facades share > lets so many calls of all processes go out, and refuses the next with how long to wait',
        'a limit that facades share > has a call wait for the next window where that comes soon enough',
      ],
    },
  },
];
