import { type ErrorCode, invalidResponse } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../src/failure.ts';
import { makePuppet } from './puppet.ts';

describe('the outcome of one attempt of a write', () => {
  it.each<
    readonly [phase: 'idle' | 'unsent' | 'sent' | 'answered', number | undefined, ErrorCode, string, string]
  >([
    ['idle', undefined, 'internal', 'recognised', 'not_applied'],
    ['unsent', undefined, 'network', 'not recognised', 'not_applied'],
    ['sent', undefined, 'network', 'not recognised', 'unknown'],
    ['sent', undefined, 'timeout', 'not recognised', 'unknown'],
    ['answered', 200, 'invalid_response', 'not recognised', 'applied'],
    ['answered', 204, 'timeout', 'not recognised', 'applied'],
    ['answered', 200, 'declined', 'recognised', 'not_applied'],
    ['answered', 200, 'unknown', 'recognised', 'unknown'],
    ['answered', 302, 'invalid_response', 'not recognised', 'unknown'],
    ['answered', 400, 'invalid_request', 'recognised', 'not_applied'],
    ['answered', 401, 'invalid_response', 'not recognised', 'unknown'],
    ['answered', 404, 'not_found', 'recognised', 'not_applied'],
    ['answered', 408, 'timeout', 'recognised', 'unknown'],
    ['answered', 409, 'conflict', 'recognised', 'unknown'],
    ['answered', 409, 'already_exists', 'recognised', 'not_applied'],
    ['answered', 425, 'conflict', 'recognised', 'unknown'],
    ['answered', 429, 'rate_limited', 'not recognised', 'not_applied'],
    ['answered', 499, 'unknown', 'recognised', 'unknown'],
    ['answered', 500, 'provider_error', 'recognised', 'unknown'],
    ['answered', 503, 'provider_unavailable', 'not recognised', 'unknown'],
    ['answered', 503, 'rate_limited', 'recognised', 'not_applied'],
    ['answered', 503, 'rate_limited', 'not recognised', 'unknown'],
  ])('%s, status %s, %s, %s: %s', (phase, status, code, recognised, outcome) => {
    const trace = { phase, status, retryAfterMs: undefined, requestId: undefined };
    expect(outcomeOf('keyed', trace, code, recognised === 'recognised')).toBe(outcome);
    expect(outcomeOf('safe', trace, code, recognised === 'recognised')).toBe('not_applied');
  });
});

describe('a body of another shape', () => {
  it('is named by the status beside it, where that is no success', async () => {
    const puppet = makePuppet(
      {
        one: async (post, call) => {
          await post('/pay', call);
          throw invalidResponse('No charge in it.');
        },
      },
      () => Promise.resolve(new Response('<h1>', { status: 503 })),
      { policy: { retry: false } },
    );
    await expect(puppet.one({})).rejects.toMatchObject({ code: 'provider_unavailable', outcome: 'unknown' });
  });
});
