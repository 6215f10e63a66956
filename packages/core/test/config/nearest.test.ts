import { nearest } from '@patchbay/core/node';
import { describe, expect, it } from 'vitest';

describe('nearest', () => {
  it.each([
    ['secertKey', ['baseUrl', 'secretKey'], 'secretKey'],
    ['SECRETKEY', ['secretKey'], 'secretKey'],
    ['strpe', ['paypal', 'stripe'], 'stripe'],
    ['fs', ['s3', 'gcs'], undefined],
    ['adyen', ['stripe', 'sandbox'], undefined],
    ['refund.create', ['refunds.get', 'refunds.create'], 'refunds.create'],
  ])('of %s among %j is %s', (name, candidates, meant) => {
    expect(nearest(name, candidates)).toBe(meant);
  });
});
