import type { Failure } from '@patchbay/core';
import type { StateReason } from '@patchbay/state';

interface Row {
  readonly code: Failure['code'];
  readonly reason?: StateReason;
  readonly message: string;
}

const credential = { code: 'provider_auth_failed', message: 'Redis refused user or password.' } as const;
const cluster = {
  code: 'config_invalid',
  message:
    'This is a node of a Redis Cluster, which is not supported: use a single Redis, or one with replicas.',
} as const;
const unavailable = (message: string): Row => ({ code: 'provider_unavailable', message });

/**
 * By the first word of an error reply: https://redis.io/docs/latest/develop/reference/errors/all/redis/ (2026-11-22).
 * Redis says each of them before it does anything, so none has an effect. `ERR` is not among them: it may mean
 * anything, and proxies say it too. The last two are those of the script that counts.
 */
export const meaningByCode: Readonly<Record<string, Row>> = {
  NOAUTH: credential,
  WRONGPASS: credential,
  NOPERM: { code: 'provider_permission_denied', message: 'The Redis user lacks a permission.' },
  DENIED: {
    code: 'provider_permission_denied',
    message: 'Redis is in protected mode: it wants a password, or callers of its own machine.',
  },
  OOM: { code: 'quota_exceeded', reason: 'store_full', message: 'The memory that Redis may use is full.' },
  MISCONF: unavailable('Redis takes no writes: it cannot save to its disk.'),
  READONLY: unavailable('This Redis is a replica, as after a failover.'),
  MASTERDOWN: unavailable('This Redis is a replica that has lost its primary.'),
  NOREPLICAS: unavailable('Redis takes no writes: it has too few replicas.'),
  LOADING: unavailable('Redis is loading its data.'),
  BUSY: unavailable('Redis is busy with a script that takes too long.'),
  CLUSTERDOWN: cluster,
  CROSSSLOT: cluster,
  MOVED: cluster,
  ASK: cluster,
  TRYAGAIN: cluster,
  WRONGTYPE: {
    code: 'config_invalid',
    message: 'Another application keeps something else under this key. Choose another prefix.',
  },
  NOTACOUNTER: {
    code: 'precondition_failed',
    reason: 'not_a_counter',
    message: 'What is kept under this key is no whole number.',
  },
  OUTOFRANGE: {
    code: 'precondition_failed',
    reason: 'counter_out_of_range',
    message: 'The counter would leave the safe integers.',
  },
};

const otherFailure: Row = { code: 'provider_error', message: 'Redis failed.' };

/** Names an error reply; `undefined` for what is not one. What else Redis says in it may quote keys and values. */
export function toFailure(thrown: unknown): Failure | undefined {
  const code = codeOf(thrown);
  return code === undefined ? undefined : { ...(rowOf(code) ?? otherFailure), vendor: { code } };
}

/**
 * The first word of an error reply, which is its code: `WRONGPASS`. Told by its name: a class of another copy is
 * another class.
 */
export function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || thrown.name !== 'ReplyError') return undefined;
  return thrown.message.split(' ', 1)[0];
}

/** True for an error reply that Redis gives before it does anything. */
export function isRefusal(thrown: unknown): boolean {
  const code = codeOf(thrown);
  return code !== undefined && rowOf(code) !== undefined;
}

function rowOf(code: string): Row | undefined {
  return Object.hasOwn(meaningByCode, code) ? meaningByCode[code] : undefined;
}
