import type { RejectionRequest, RejectionRow } from './row.ts';

const specification = 'twilio/sendgrid-oai spec/yaml/';
const scheduling = 'sendgrid/docs source/API_Reference/Web_API_v3/cancel_schedule_send.apiblueprint';
const sends = '/v3/user/scheduled_sends';
const newBatch = { method: 'POST', path: '/v3/mail/batch' } as const;
const bare = { status: 400, fields: [null] } as const;

function get(path: string): RejectionRequest {
  return { method: 'GET', path };
}

function hold(status: string, id = '{batch}'): RejectionRequest {
  return { method: 'POST', path: sends, json: { batch_id: id, status } };
}

const tenHolds = Array.from({ length: 10 }, () => [newBatch, hold('cancel')]).flat();

/** Schedule, templates, suppressions. */
export const endpointRejections: readonly RejectionRow[] = [
  {
    id: 'batch-unknown',
    request: get('/v3/mail/batch/unknown'),
    ...bare,
    source: scheduling,
    basis: 'documented',
  },
  {
    id: 'hold-batch-unknown',
    request: hold('cancel', 'unknown'),
    status: 400,
    fields: ['batch_id'],
    source: scheduling,
    basis: 'documented',
  },
  {
    id: 'hold-status-unknown',
    before: [newBatch],
    request: hold('stop'),
    ...bare,
    source: `${specification}tsg_scheduled_sends_v3.yaml`,
    basis: 'inferred',
  },
  {
    id: 'hold-twice',
    before: [newBatch, hold('pause')],
    request: hold('cancel'),
    status: 400,
    fields: ['batch_id'],
    source: scheduling,
    basis: 'documented',
  },
  {
    id: 'hold-eleventh',
    before: [...tenHolds, newBatch],
    request: hold('cancel'),
    ...bare,
    source: scheduling,
    basis: 'documented',
  },
  {
    id: 'hold-change-unknown',
    before: [newBatch],
    request: { method: 'PATCH', path: `${sends}/{batch}`, json: { status: 'pause' } },
    status: 404,
    fields: [null],
    source: scheduling,
    basis: 'documented',
  },
  {
    id: 'hold-delete-unknown',
    before: [newBatch],
    request: { method: 'DELETE', path: `${sends}/{batch}` },
    status: 404,
    fields: [null],
    source: 'sendgrid/sendgrid-nodejs#1245',
    basis: 'observed',
  },
  {
    id: 'template-unknown',
    request: get('/v3/templates/d-00000000000000000000000000000000'),
    status: 404,
    fields: [null],
    source: 'https://docs.sendgrid.com/api-reference/transactional-templates',
    basis: 'inferred',
  },
  {
    id: 'templates-page-size-missing',
    request: get('/v3/templates?generations=dynamic'),
    status: 400,
    fields: ['page_size'],
    source: `${specification}tsg_templates_v3.yaml (page_size is required)`,
    basis: 'inferred',
  },
  {
    id: 'suppressions-limit-too-large',
    request: get('/v3/suppression/bounces?limit=501'),
    status: 400,
    fields: ['limit'],
    source: `${specification}tsg_suppressions_v3.yaml PaginationCommonLimit`,
    basis: 'inferred',
  },
  {
    id: 'suppressions-time-not-unix',
    request: get('/v3/suppression/bounces?start_time=2026-11-22'),
    status: 400,
    fields: ['start_time'],
    source: `${specification}tsg_suppressions_v3.yaml`,
    basis: 'inferred',
  },
  {
    id: 'suppression-delete-unknown',
    request: { method: 'DELETE', path: '/v3/suppression/bounces/nobody@example.com' },
    status: 404,
    fields: [null],
    source: 'https://docs.sendgrid.com/api-reference/bounces-api/delete-a-bounce',
    basis: 'inferred',
  },
  {
    id: 'suppression-delete-of-nothing',
    request: { method: 'DELETE', path: '/v3/suppression/bounces', json: { delete_all: false } },
    ...bare,
    source: 'https://docs.sendgrid.com/api-reference/bounces-api/delete-bounces',
    basis: 'inferred',
  },
  {
    id: 'unsubscribe-single-address',
    request: get('/v3/suppression/unsubscribes/ada@example.com'),
    status: 404,
    fields: [null],
    source: `${specification}tsg_suppressions_v3.yaml (no such path)`,
    basis: 'documented',
  },
  {
    id: 'global-suppression-empty',
    request: { method: 'POST', path: '/v3/asm/suppressions/global', json: {} },
    ...bare,
    source: `${specification}tsg_suppressions_v3.yaml SuppressionsRequest`,
    basis: 'inferred',
  },
];
