import { describe, expect, it } from 'vitest';
import type { Answer } from '../src/client/answer.ts';
import { RefusalError } from '../src/client/refusal.ts';
import {
  fromDevice,
  fromDeviceRefusal,
  fromJson,
  fromKeySet,
  fromTokens,
  fromUserInfo,
} from '../src/response.ts';
import { thrownBy } from './support/thrown-by.ts';

function answer(body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { text, headers: new Headers({ 'content-type': 'application/json', ...headers }) };
}

const invalid = expect.objectContaining({ failure: expect.objectContaining({ code: 'invalid_response' }) });
const tokens = { access_token: 'a', token_type: 'Bearer' };

describe('an answer', () => {
  it.each([
    'application/json',
    'application/json; charset=UTF-8',
    'Application/JSON',
    'application/jwk-set+json',
  ])('of type %s is read', (type) => {
    expect(fromJson(answer('{"a":1}', { 'content-type': type }))).toEqual({ a: 1 });
  });

  it.each(['text/html', 'text/json', 'application/jwt', ''])('of type %j is not', (type) => {
    expect(() => fromJson(answer('{"a":1}', { 'content-type': type }))).toThrow(invalid);
  });

  it('that is cut off is none', () => {
    expect(() => fromJson(answer('{"access_token":"a'))).toThrow(invalid);
  });

  it('of another shape is refused for the fields that are wrong, whose values are not told', () => {
    const error = thrownBy(() => fromTokens(answer({ access_token: { hidden: 1 }, token_type: 'Bearer' })));
    expect(error).toEqual(invalid);
    expect(String(error)).toContain('access_token');
    expect(String(error)).not.toContain('hidden');
    expect(() => fromTokens(answer([]))).toThrow(invalid);
    expect(() => fromTokens(answer('null'))).toThrow(invalid);
  });
});

describe('keys', () => {
  it.each([
    ['public, max-age=600', 600_000],
    ['max-age=0', 0],
    ['MAX-AGE=5, must-revalidate', 5000],
    ['no-store', undefined],
    ['s-maxage=60', undefined],
    ['max-age=soon', undefined],
  ])('may be kept for as long as %s says', (cacheControl, maxAgeMs) => {
    const { keys, ...rest } = fromKeySet(
      answer({ keys: [{ kty: 'EC' }] }, { 'cache-control': cacheControl }),
    );
    expect(keys).toEqual([{ kty: 'EC' }]);
    expect(rest.maxAgeMs).toBe(maxAgeMs);
  });

  it.each([{}, { keys: {} }, { keys: ['x'] }, { keys: null }])('are a list of objects, unlike %j', (body) => {
    expect(() => fromKeySet(answer(body))).toThrow(invalid);
  });
});

describe('tokens', () => {
  it('come with all that the server says of them', () => {
    const body = { ...tokens, expires_in: 60, refresh_token: 'r', id_token: 'i', scope: 'openid  email' };
    expect(fromTokens(answer({ ...body, not_before_policy: 0 }))).toEqual({
      accessToken: 'a',
      tokenType: 'Bearer',
      expiresInSeconds: 60,
      refreshToken: 'r',
      idToken: 'i',
      scopes: ['openid', 'email'],
    });
  });

  it.each([
    [{}, {}],
    [{ refresh_token: null, id_token: null, scope: null, expires_in: null }, {}],
    [{ refresh_token: '', id_token: '', scope: '' }, {}],
    [{ expires_in: '3600' }, { expiresInSeconds: 3600 }],
    [{ expires_in: 0 }, { expiresInSeconds: 0 }],
  ])('have what is not told left out: %j', (more, expected) => {
    const read = fromTokens(answer({ ...tokens, ...more }));
    expect(read).toEqual({ accessToken: 'a', tokenType: 'Bearer', ...expected });
  });

  it.each([
    { access_token: 'a' },
    { access_token: ' ', token_type: 'Bearer' },
    { token_type: 'Bearer' },
    { ...tokens, expires_in: 'soon' },
    { ...tokens, refresh_token: 7 },
  ])('are not read from %j', (body) => {
    expect(() => fromTokens(answer(body))).toThrow(invalid);
  });

  it('are not there when the server refuses with a status of success', () => {
    expect(thrownBy(() => fromTokens(answer({ error: 'invalid_grant', ...tokens })))).toMatchObject({
      refusal: { status: 200, error: 'invalid_grant' },
    });
  });
});

describe('a profile', () => {
  it('has all claims, and says whose it is', () => {
    const claims = { sub: 'ada', email: 'ada@x.example', groups: ['staff'] };
    expect(fromUserInfo(answer(claims))).toEqual(claims);
    expect(() => fromUserInfo(answer({ email: 'ada@x.example' }))).toThrow(invalid);
    expect(() => fromUserInfo(answer({ sub: 7 }))).toThrow(invalid);
  });
});

describe('a device grant', () => {
  const grant = {
    device_code: 'd',
    user_code: 'BCDF',
    verification_uri: 'https://id.test/d',
    expires_in: 60,
  };

  it('says what to show, until when, and how often to ask', () => {
    const complete = 'https://id.test/d?code=BCDF';
    const read = fromDevice(answer({ ...grant, interval: 9, verification_uri_complete: complete }), 1000);
    expect(read.deviceCode.reveal()).toBe('d');
    expect(read).toMatchObject({
      userCode: 'BCDF',
      verificationUrl: 'https://id.test/d',
      verificationUrlComplete: complete,
      expiresAt: new Date(61_000),
      intervalMs: 9000,
    });
  });

  it('is asked about every 5 seconds where the server does not say', () => {
    expect(fromDevice(answer(grant), 0).intervalMs).toBe(5000);
    expect(fromDevice(answer(grant), 0)).not.toHaveProperty('verificationUrlComplete');
  });

  it('may name its page as Google does', () => {
    const { verification_uri: verification_url, ...rest } = grant;
    expect(fromDevice(answer({ ...rest, verification_url }), 0).verificationUrl).toBe(verification_url);
    expect(() => fromDevice(answer(rest), 0)).toThrow(invalid);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '/device'])('leads nobody to %s', (url) => {
    expect(() => fromDevice(answer({ ...grant, verification_uri: url }), 0)).toThrow(invalid);
    expect(() => fromDevice(answer({ ...grant, verification_uri_complete: url }), 0)).toThrow(invalid);
  });

  it.each([
    ['authorization_pending', 'pending'],
    ['slow_down', 'slow_down'],
    ['access_denied', 'denied'],
    ['expired_token', 'expired'],
    ['invalid_grant', undefined],
    ['toString', undefined],
  ])('that is refused with %s is %s', (error, status) => {
    const refusal = new RefusalError({ status: 400, error, description: undefined });
    expect(fromDeviceRefusal(refusal)).toBe(status);
    expect(fromDeviceRefusal(new Error(error))).toBeUndefined();
  });
});
