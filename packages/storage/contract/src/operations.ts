import type { Contract } from '@patchbay/core';
import type { StorageApi } from './api.ts';
import type { StorageTrait } from './capabilities.ts';
import type { ContentHeaders, CopyObject, DeleteObject, GetObject, HeadObject, PutObject } from './object.ts';
import * as schema from './schemas.ts';
import type { CompleteUpload, CreateUpload } from './uploads.ts';

const natural = { repeat: 'natural' } as const;
const read = { repeat: 'safe' } as const;

type Traits = readonly StorageTrait[];
const when = (condition: boolean, trait: StorageTrait): Traits => (condition ? [trait] : []);

const headersOf = (fields: ContentHeaders): Traits =>
  when(
    [fields.contentEncoding, fields.contentDisposition, fields.contentLanguage, fields.cacheControl].some(
      (value) => value !== undefined,
    ),
    'content_headers',
  );

/** Every operation of the category: how it repeats, what it takes, what it needs of a provider. */
export const operations = {
  put: {
    ...natural,
    summary: 'Write an object',
    input: schema.putSchema,
    personal: ['metadata', 'vendor'],
    traits: (input: PutObject): Traits => [
      ...when(input.ifAbsent === true, 'put.if_absent'),
      ...when(input.ifMatch !== undefined, 'put.if_match'),
      ...when(input.metadata !== undefined, 'metadata'),
      ...headersOf(input),
    ],
  },
  get: {
    ...read,
    summary: 'Read an object',
    input: schema.getSchema,
    bare: 'key',
    traits: ({ versionId }: GetObject): Traits => when(versionId !== undefined, 'versions'),
  },
  head: {
    ...read,
    summary: 'Read what is known of an object',
    input: schema.headSchema,
    bare: 'key',
    traits: ({ versionId }: HeadObject): Traits => when(versionId !== undefined, 'versions'),
  },
  list: { ...read, pages: true, summary: 'List objects', input: schema.listSchema },
  delete: {
    ...natural,
    summary: 'Delete an object',
    input: schema.deleteSchema,
    bare: 'key',
    traits: ({ ifMatch, versionId }: DeleteObject): Traits => [
      ...when(ifMatch !== undefined, 'delete.if_match'),
      ...when(versionId !== undefined, 'versions'),
    ],
  },
  deleteMany: { ...natural, summary: 'Delete objects together', input: schema.deleteManySchema },
  copy: {
    ...natural,
    summary: 'Copy an object',
    input: schema.copySchema,
    traits: ({ ifAbsent, ifMatch, metadata }: CopyObject): Traits => [
      ...when(ifAbsent === true, 'copy.if_absent'),
      ...when(ifMatch !== undefined, 'copy.if_match'),
      ...when(metadata !== undefined, 'metadata'),
    ],
  },
  'uploads.create': {
    ...natural,
    summary: 'Open an upload in parts',
    input: schema.createUploadSchema,
    personal: ['metadata', 'vendor'],
    traits: (input: CreateUpload): Traits => [
      ...when(input.metadata !== undefined, 'metadata'),
      ...headersOf(input),
    ],
  },
  'uploads.put': { ...natural, summary: 'Send one part', input: schema.uploadPartSchema },
  'uploads.parts': {
    ...read,
    pages: true,
    summary: 'List the parts of an upload',
    input: schema.sessionSchema,
  },
  'uploads.complete': {
    ...natural,
    summary: 'Make an object out of its parts',
    input: schema.completeUploadSchema,
    traits: ({ ifAbsent, ifMatch }: CompleteUpload): Traits => [
      ...when(ifAbsent === true, 'put.if_absent'),
      ...when(ifMatch !== undefined, 'put.if_match'),
    ],
  },
  'uploads.abort': { ...natural, summary: 'Drop an upload', input: schema.sessionSchema },
  'uploads.list': { ...read, pages: true, summary: 'List open uploads', input: schema.listUploadsSchema },
} as const satisfies Contract<StorageApi>['operations'];
