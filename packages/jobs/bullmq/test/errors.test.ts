import { describe, expect, it } from 'vitest';
import { isRefusal, meaningByCode, toFailure } from '../src/errors.ts';

/** An error reply as ioredis throws it: `ReplyError` of its parser, with the command that it is about. */
function reply(message: string): Error {
  const error = Object.assign(new Error(message), { command: { name: 'auth', args: ['a-secret'] } });
  return Object.defineProperty(error, 'name', { value: 'ReplyError' });
}

describe('an error reply', () => {
  it.each([
    ['NOAUTH Authentication required.', 'provider_auth_failed', undefined],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'provider_auth_failed', undefined],
    ["NOPERM User shop has no permissions to run the 'set' command", 'provider_permission_denied', undefined],
    ['DENIED Redis is running in protected mode', 'provider_permission_denied', undefined],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'quota_exceeded', 'store_full'],
    ['MISCONF Redis is configured to save RDB snapshots', 'provider_unavailable', undefined],
    ["READONLY You can't write against a read only replica.", 'provider_unavailable', undefined],
    ['MASTERDOWN Link with MASTER is down', 'provider_unavailable', undefined],
    ['NOREPLICAS Not enough good replicas to write.', 'provider_unavailable', undefined],
    ['LOADING Redis is loading the dataset in memory', 'provider_unavailable', undefined],
    ['BUSY Redis is busy running a script.', 'provider_unavailable', undefined],
    ['CLUSTERDOWN The cluster is down', 'config_invalid', undefined],
    ["CROSSSLOT Keys in request don't hash to the same slot", 'config_invalid', undefined],
    ['MOVED 3999 127.0.0.1:6381', 'config_invalid', undefined],
    ['ASK 3999 127.0.0.1:6381', 'config_invalid', undefined],
    ['TRYAGAIN Multiple keys request during rehashing of slot', 'config_invalid', undefined],
    ['NOSCRIPT No matching script.', 'provider_unavailable', undefined],
  ])('%s', (message, code, reason) => {
    const failure = toFailure(reply(message));
    expect([failure?.code, failure?.reason]).toEqual([code, reason]);
    expect(failure?.vendor).toEqual({ code: message.split(' ')[0] });
    expect(isRefusal(reply(message))).toBe(true);
  });

  it('has a row above for each that is known, but one', () => {
    expect(Object.keys(meaningByCode)).toHaveLength(18);
  });

  it('of a wrong type may come in the middle of a script: nobody knows whether it had an effect', () => {
    const wrong = reply('WRONGTYPE Operation against a key holding the wrong kind of value');
    expect(toFailure(wrong)).toMatchObject({ code: 'config_invalid', vendor: { code: 'WRONGTYPE' } });
    expect(isRefusal(wrong)).toBe(false);
  });

  it('of a transaction that was not begun is that of the command that was refused', () => {
    const aborted = reply('EXECABORT Transaction discarded because of previous errors.');
    expect(toFailure(aborted)).toMatchObject({ code: 'provider_error', vendor: { code: 'EXECABORT' } });
    const refused = Object.assign(aborted, { previousErrors: [reply('READONLY You can not write here.')] });
    expect(toFailure(refused)).toMatchObject({ code: 'provider_unavailable', vendor: { code: 'READONLY' } });
    expect(isRefusal(refused)).toBe(true);
  });

  it('that may mean anything is `provider_error`, and nobody knows whether it had an effect', () => {
    const other = reply("ERR unknown command 'FOO', with args beginning with: 'a private value'");
    const failure = toFailure(other);
    expect(failure).toEqual({ code: 'provider_error', message: 'Redis failed.', vendor: { code: 'ERR' } });
    expect(isRefusal(other)).toBe(false);
  });

  it('with the name of what every object has is no row of the table', () => {
    expect(isRefusal(reply('constructor is here'))).toBe(false);
  });
});

describe('any other error', () => {
  it('is left to core', () => {
    for (const thrown of [new Error('NOAUTH it says, but is none'), 'OOM', undefined, { name: 'ReplyError' }])
      expect([toFailure(thrown), isRefusal(thrown)]).toEqual([undefined, false]);
  });
});
