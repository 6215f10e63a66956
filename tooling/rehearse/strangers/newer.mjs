import assert from 'node:assert/strict';
import { IntegrationError } from '@patchbay/core';
import { stripePayments } from '@patchbay/payments-stripe';

// An operation that the contract has since its minor release, asked of an adapter that was released before.
const payments = stripePayments({ secretKey: 'sk_test_fake', baseUrl: 'http://127.0.0.1:9' });
assert.equal(payments.supports('receipts.get'), false);
const refused = await payments.receipts.get('pi_1').catch((error) => error);
assert.ok(IntegrationError.is(refused, 'unsupported'), String(refused));
assert.equal(refused.outcome, 'not_applied');
console.log(refused.message);
