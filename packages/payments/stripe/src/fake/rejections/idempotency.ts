import type { RejectionRow } from './row.ts';
import { misused } from './stages.ts';

const customers = '/v1/customers';

/** Misused idempotency keys. */
export const idempotencyRejections = [
  {
    id: 'idempotency-key-long',
    request: { method: 'POST', path: customers, headers: { 'idempotency-key': 'k'.repeat(256) } },
    ...misused,
    source: 'https://docs.stripe.com/api/idempotent_requests',
    basis: 'inferred',
  },
  {
    id: 'idempotency-other-parameters',
    before: [{ method: 'POST', path: customers, form: { name: 'Ada' }, headers: { 'idempotency-key': 'k' } }],
    request: { method: 'POST', path: customers, form: { name: 'Bob' }, headers: { 'idempotency-key': 'k' } },
    ...misused,
    source: 'fjordllc/bootcamp#3928',
    basis: 'observed',
  },
  {
    id: 'idempotency-other-endpoint',
    before: [{ method: 'POST', path: customers, headers: { 'idempotency-key': 'k' } }],
    request: {
      method: 'POST',
      path: '/v1/products',
      form: { name: 'Card' },
      headers: { 'idempotency-key': 'k' },
    },
    ...misused,
    source: 'stripe/stripe-ruby#598',
    basis: 'observed',
  },
  {
    id: 'idempotency-other-object',
    before: [
      { method: 'POST', path: customers, form: { name: 'Ada' } },
      { method: 'POST', path: customers, form: { name: 'Bob' } },
      {
        method: 'POST',
        path: `${customers}/{0.id}`,
        form: { name: 'Eve' },
        headers: { 'idempotency-key': 'k' },
      },
    ],
    request: {
      method: 'POST',
      path: `${customers}/{1.id}`,
      form: { name: 'Eve' },
      headers: { 'idempotency-key': 'k' },
    },
    ...misused,
    source: 'stripe/stripe-ruby#598',
    basis: 'observed',
  },
] as const satisfies readonly RejectionRow[];
