import { DriverFailure } from '@patchbay/core';
import type { CompareAndSwap, Increment, KeyInput, ListKeys, PutRecord } from '@patchbay/state';
import type { Command } from '../client/connection.ts';

// Scripts go out whole with every call, not by their digest: one attempt is one command, and a server that has
// forgotten them is no case of its own. While a script runs the clock of the server stands still, and nothing else
// happens.
const scripts = {
  get: `
local value = redis.call('GET', KEYS[1])
return value and { value, redis.call('PEXPIRETIME', KEYS[1]) }`,

  // Given: is a value expected, which, is one to be there, which, its life.
  cas: `
local current = redis.call('GET', KEYS[1])
if current ~= (ARGV[1] == '1' and ARGV[2]) then return { 0, current } end
if ARGV[3] == '0' then redis.call('DEL', KEYS[1])
elseif ARGV[5] then redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5])
else redis.call('SET', KEYS[1], ARGV[4]) end
return { 1 }`,

  // Given: how far, the life of a new one. INCRBY counts further than a number of JavaScript does, hence the limits.
  increment: `
local current, most = redis.call('GET', KEYS[1]), ${Number.MAX_SAFE_INTEGER}
if current and current ~= '0' and not string.match(current, '^-?[1-9]%d*$') then
  return redis.error_reply('NOTACOUNTER This is no whole number')
end
local before = tonumber(current or 0)
local after = before + tonumber(ARGV[1])
if math.abs(before) > most or math.abs(after) > most then return redis.error_reply('OUTOFRANGE This is too far') end
if current then return redis.call('INCRBY', KEYS[1], ARGV[1]) end
if ARGV[2] then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
else redis.call('SET', KEYS[1], ARGV[1]) end
return after`,
} as const;

const mostKeysPerPage = 1000;

/** https://redis.io/docs/latest/commands/eval_ro/ (since 7.0) */
export function toGet(prefix: string, { key }: KeyInput): Command {
  return ['EVAL_RO', scripts.get, 1, prefix + key];
}

/** https://redis.io/docs/latest/commands/set/ */
export function toPut(prefix: string, { key, value, ttlMs }: PutRecord): Command {
  return ['SET', prefix + key, value, ...toLife(ttlMs)];
}

/** https://redis.io/docs/latest/commands/del/ */
export function toDelete(prefix: string, { key }: KeyInput): Command {
  return ['DEL', prefix + key];
}

/** https://redis.io/docs/latest/commands/set/ (`NX` beside `GET` since 7.0) */
export function toPutIfAbsent(prefix: string, { key, value, ttlMs }: PutRecord): Command {
  return ['SET', prefix + key, value, 'NX', 'GET', ...toLife(ttlMs)];
}

/** https://redis.io/docs/latest/commands/eval/ */
export function toCas(prefix: string, { key, expected, value, ttlMs }: CompareAndSwap): Command {
  const given = [...toPresence(expected), ...toPresence(value), ...(ttlMs === undefined ? [] : [ttlMs])];
  return ['EVAL', scripts.cas, 1, prefix + key, ...given];
}

/** https://redis.io/docs/latest/commands/eval/ */
export function toIncrement(prefix: string, { key, by = 1, ttlMs }: Increment): Command {
  const given = [by === 0 ? 0 : by, ...(ttlMs === undefined ? [] : [ttlMs])]; // there is a 0 below 0
  return ['EVAL', scripts.increment, 1, prefix + key, ...given];
}

/**
 * https://redis.io/docs/latest/commands/scan/
 * @throws `DriverFailure` `invalid_request` for a cursor that no page gave.
 */
export function toScan(
  prefix: string,
  { prefix: start = '' }: ListKeys,
  {
    cursor = '0',
    limit = mostKeysPerPage,
  }: { readonly cursor: string | undefined; readonly limit: number | undefined },
): Command {
  if (!/^\d{1,20}$/.test(cursor))
    throw new DriverFailure({ code: 'invalid_request', message: 'This cursor is not from a list of state.' });
  const pattern = `${(prefix + start).replace(/[\\*?[\]]/g, String.raw`\$&`)}*`;
  return ['SCAN', cursor, 'MATCH', pattern, 'COUNT', Math.min(limit, mostKeysPerPage)];
}

function toLife(ttlMs: number | undefined): readonly (string | number)[] {
  return ttlMs === undefined ? [] : ['PX', ttlMs];
}

function toPresence(value: string | undefined): readonly [string, string] {
  return value === undefined ? ['0', ''] : ['1', value];
}
