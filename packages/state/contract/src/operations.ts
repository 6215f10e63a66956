import type { Contract } from '@patchbay/core';
import type { StateApi } from './api.ts';
import * as schema from './schemas.ts';

/** Values may be tokens, and what is private to somebody: none may be read in an error. */
const personal = ['value', 'expected'] as const;

/** Every operation of the category: how it repeats, what it takes. */
export const operations = {
  get: { repeat: 'safe', summary: 'Read a record', input: schema.keySchema, bare: 'key' },
  put: { repeat: 'natural', summary: 'Write a record', input: schema.putSchema, personal },
  delete: { repeat: 'natural', summary: 'Delete a record', input: schema.keySchema, bare: 'key' },
  putIfAbsent: {
    repeat: 'never',
    summary: 'Write a record where there is none',
    input: schema.putSchema,
    personal,
  },
  cas: {
    repeat: 'never',
    summary: 'Change a record if it is what was read',
    input: schema.casSchema,
    personal,
  },
  increment: { repeat: 'never', summary: 'Move a counter', input: schema.incrementSchema },
  list: { repeat: 'safe', pages: true, summary: 'List keys', input: schema.listSchema },
} as const satisfies Contract<StateApi>['operations'];
