import type { Contract } from '@patchbay/core';
import type { EmailApi } from './api.ts';
import type { EmailTrait } from './capabilities.ts';
import type { Message } from './message.ts';
import * as schema from './schemas.ts';

const natural = { repeat: 'natural' } as const;
const read = { repeat: 'safe' } as const;

type Traits = readonly EmailTrait[];
const when = (condition: boolean, trait: EmailTrait): Traits => (condition ? [trait] : []);

/** Every operation of the category: how it repeats, what it takes, what it needs of a provider. */
export const operations = {
  send: {
    repeat: 'keyed',
    summary: 'Send a mail',
    input: schema.messageSchema,
    personal: [
      'from',
      'to',
      'cc',
      'bcc',
      'replyTo',
      'subject',
      'text',
      'html',
      'data',
      'filename',
      'headers',
    ],
    traits: (message: Message): Traits => [
      ...when((message.attachments ?? []).length > 0, 'attachments'),
      ...when(
        (message.attachments ?? []).some(({ contentId }) => contentId !== undefined),
        'inline',
      ),
      ...when(message.template !== undefined, 'templates'),
      ...when(message.sendAt !== undefined, 'schedule'),
      ...when(message.headers !== undefined || message.unsubscribe !== undefined, 'headers'),
      ...when(message.tags !== undefined, 'tags'),
      ...when(message.metadata !== undefined || message.reference !== undefined, 'metadata'),
      ...when(message.tracking !== undefined, 'tracking'),
      ...when(message.envelopeFrom !== undefined, 'envelope_from'),
    ],
  },
  reconcile: {
    ...read,
    aboutKey: true,
    summary: 'Find out what became of a mail',
    input: schema.reconcileSchema,
  },
  'schedule.cancel': {
    ...natural,
    summary: 'Take a scheduled mail back',
    input: schema.idSchema,
    bare: 'id',
  },
  'suppressions.list': {
    ...read,
    pages: true,
    summary: 'List suppressed addresses',
    input: schema.listSuppressionsSchema,
  },
  'suppressions.get': {
    ...read,
    summary: 'Read why an address is suppressed',
    input: schema.emailSchema,
    bare: 'email',
    personal: ['email'],
  },
  'suppressions.add': {
    ...natural,
    summary: 'Suppress an address',
    input: schema.suppressionSchema,
    personal: ['email'],
  },
  'suppressions.remove': {
    ...natural,
    summary: 'Allow an address again',
    input: schema.suppressionSchema,
    bare: 'email',
    personal: ['email'],
  },
} as const satisfies Contract<EmailApi>['operations'];
