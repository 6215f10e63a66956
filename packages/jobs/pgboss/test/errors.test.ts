import { isDriverFailure } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { isRefusal, toFailure, unreached } from '../src/errors.ts';

const fromServer = (code: string) => Object.assign(new Error('as it said'), { severity: 'ERROR', code });

describe('an error of the server', () => {
  it.each([
    ['08006', 'network', undefined],
    ['08P01', 'provider_error', undefined],
    ['22021', 'provider_error', undefined],
    ['22P05', 'invalid_request', undefined],
    ['25P02', 'invalid_request', undefined],
    ['25006', 'provider_unavailable', undefined],
    ['28000', 'provider_auth_failed', undefined],
    ['28P01', 'provider_auth_failed', undefined],
    ['3D000', 'config_invalid', undefined],
    ['3F000', 'config_invalid', undefined],
    ['40001', 'conflict', 'store_busy'],
    ['40P01', 'conflict', 'store_busy'],
    ['40003', 'provider_error', undefined],
    ['42501', 'provider_permission_denied', undefined],
    ['42601', 'provider_error', undefined],
    ['42703', 'config_invalid', undefined],
    ['42P01', 'config_invalid', undefined],
    ['53100', 'quota_exceeded', 'disk_full'],
    ['53200', 'provider_unavailable', undefined],
    ['53300', 'provider_unavailable', undefined],
    ['55P03', 'conflict', 'store_busy'],
    ['57014', 'timeout', undefined],
    ['57P01', 'provider_unavailable', undefined],
    ['57P03', 'provider_unavailable', undefined],
    ['58030', 'provider_unavailable', undefined],
    ['XX000', 'provider_error', undefined],
  ])('%s is %s %s', (state, code, reason) => {
    const failure = toFailure(fromServer(state));
    expect([failure?.code, failure?.reason]).toEqual([code, reason]);
    expect(failure?.vendor).toEqual({ code: state, message: 'as it said' });
  });

  it.each([
    ...['22021', '25006', '40001', '40P01', '42501', '53100', '55P03', '57014'].map(
      (code) => [code, true] as const,
    ),
    ...['08006', '40003', '57P01', '57P02', '58030', 'XX000'].map((code) => [code, false] as const),
  ])('%s proves that nothing was changed: %s', (code, isProof) => {
    expect(isRefusal(fromServer(code))).toBe(isProof);
  });
});

describe('an error of anybody else', () => {
  it.each([
    new Error('lost'),
    Object.assign(new Error('reset'), { code: 'EPIPE', syscall: 'write' }),
    Object.assign(new Error('odd'), { severity: 'ERROR', code: 'toString' }).message,
    undefined,
  ])('is not the server’s: %o', (thrown) => {
    expect(toFailure(thrown)).toBeUndefined();
    expect(isRefusal(thrown)).toBe(false);
  });

  it('is a connection that was not made or broke, with its code', () => {
    const named = unreached(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    expect(isDriverFailure(named) && named.failure).toMatchObject({
      code: 'network',
      vendor: { code: 'ECONNRESET', message: 'reset' },
    });
  });

  it('that has a name already keeps it', () => {
    const refused = fromServer('28P01');
    expect(unreached(refused)).toBe(refused);
  });
});
