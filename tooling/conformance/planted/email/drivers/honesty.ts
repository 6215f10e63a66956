import { IntegrationError } from '@patchbay/core';
import { replace } from '../../broken.ts';
import type { EmailDriver } from '../broken.ts';

const on = 'sendgrid';

/** Defects in what an adapter says of itself. */
export const honestyDrivers: readonly EmailDriver[] = [
  {
    id: 'declares-too-little',
    what: 'has an operation that it denies',
    caughtBy: 'unsupported.schedule.cancel.refused_before_any_request',
    on,
    defect: {
      capabilities: (all) => ({ ...all, operations: { ...all.operations, 'schedule.cancel': false } }),
    },
  },
  {
    id: 'denies-a-trait-that-it-has',
    what: 'has a trait that it denies',
    caughtBy: 'unsupported.send.trait_tags',
    on,
    defect: { capabilities: (all) => ({ ...all, traits: { ...all.traits, tags: false } }) },
  },
  {
    id: 'declares-too-much',
    what: 'declares an operation that it does not have',
    caughtBy: 'contract.suppressions.add.answers_in_form',
    on,
    defect: {
      facade: (email) =>
        replace(email, 'suppressions.add', () => async () => {
          const message = 'The driver lacks it.';
          throw new IntegrationError({ code: 'internal', outcome: 'not_applied', message });
        }),
    },
  },
  {
    id: 'denies-inbound-mail',
    what: 'takes mail in and denies it',
    caughtBy: 'webhooks.inbound.receive.is_missing',
    on,
    defect: { capabilities: (all) => ({ ...all, traits: { ...all.traits, inbound: false } }) },
  },
  {
    id: 'answers-foreign-pages',
    what: 'answers requests for pages that are not its own',
    caughtBy: 'contract.pages.foreign_requests',
    on,
    defect: { facade: (email) => replace(email, 'pages', () => async () => new Response('Not found.')) },
  },
];
