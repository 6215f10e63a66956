import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Call, type CallOptions, type Contract, defineAdapter, type Kit } from '@patchbay/core';
import { withLedger } from '@patchbay/core/ledger';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { sqliteState } from '../src/index.ts';

interface PostApi {
  send(input: { readonly text: string }, options?: CallOptions): Promise<{ readonly id: string }>;
}

const post: Contract<PostApi> = {
  category: 'post',
  operations: { send: { repeat: 'keyed', summary: 'Send a letter' } },
  methods: () => ({}),
};

/** A post office that honours no keys, and whose answers may be lost. */
class Office {
  sent = 0;
  losesAnswers = false;
}

const officePost = defineAdapter({
  spec: 1,
  contract: post,
  capabilities: {
    provider: 'office',
    operations: { send: 'native' },
    traits: {},
    idempotency: { kind: 'none' },
  } as const,
  options: z.strictObject({ office: z.unknown().pipe(z.instanceof(Office)) }),
  client: async ({ office }: { readonly office: Office }, _kit: Kit) => office,
  driver: (office: Office, _options, { transport }) => ({
    send: async (_input: { readonly text: string }, { headers }: Call) => {
      const sending = transport.begin(headers);
      office.sent += 1;
      if (office.losesAnswers) throw new Error('The connection is gone.');
      sending.answered(200);
      return { id: `letter-${office.sent}` };
    },
  }),
  toFailure: () => undefined,
  check: async () => undefined,
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-state-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The application as it starts: what it knew before is in the file. */
function begin(office: Office) {
  const state = sqliteState({ file: join(folder, 'state.sqlite') });
  const mail = withLedger(post, officePost({ office }), { memory: state.keyMemory('ledger:') });
  return { mail, [Symbol.asyncDispose]: () => state.close() };
}

const letter = { text: 'Thank you' };

describe('a ledger over a file', () => {
  it('gives the first answer again after a restart, and sends nothing', async () => {
    const office = new Office();
    {
      await using first = begin(office);
      expect(await first.mail.send(letter, { idempotencyKey: 'order-7' })).toEqual({ id: 'letter-1' });
    }
    await using second = begin(office);
    expect(await second.mail.send(letter, { idempotencyKey: 'order-7' })).toEqual({ id: 'letter-1' });
    expect(office.sent).toBe(1);
  });

  it('knows after a restart that a letter may have gone out, and sends it to nobody again', async () => {
    const office = new Office();
    office.losesAnswers = true;
    {
      await using first = begin(office);
      const lost = first.mail.send(letter, { idempotencyKey: 'order-7' });
      await expect(lost).rejects.toMatchObject({ outcome: 'unknown' });
    }
    office.losesAnswers = false;
    await using second = begin(office);
    const again = second.mail.send(letter, { idempotencyKey: 'order-7' });
    await expect(again).rejects.toMatchObject({ code: 'conflict', outcome: 'unknown' });
    const unresolved: string[] = [];
    for await (const { idempotencyKey } of second.mail.ledger.unresolved()) unresolved.push(idempotencyKey);
    expect([office.sent, unresolved]).toEqual([1, ['order-7']]);
  });
});
