// Runs in a process of its own: sends letters under keys 1 … n, by a ledger in files, and says which were sent. It asks
// again for those that an earlier process began.
import { IntegrationError, systemClock } from '@patchbay/core';
import { fileMemory } from '@patchbay/core/node';
import type { VirtualClock } from '@patchbay/testing';
import { makePost, PostOffice } from './post.ts';

/** The office at a URL, where letters are counted. */
class DistantOffice extends PostOffice {
  override readonly fetch: typeof fetch = (url, init) =>
    globalThis.fetch(`${address}${new URL(String(url)).pathname}`, init);
}

const [, , folder = '', address = '', letters = '0'] = process.argv;
const { mail } = makePost({
  office: new DistantOffice(),
  memory: fileMemory({ folder }),
  clock: systemClock as VirtualClock, // nobody puts it forward here
});
for (let number = 1; number <= Number(letters); number += 1) {
  try {
    await mail.send({ text: `letter ${number}` }, { idempotencyKey: `key-${number}` });
    process.stdout.write(`${number}\n`);
  } catch (error) {
    if (!IntegrationError.is(error, 'conflict') || error.outcome !== 'unknown') throw error;
  }
}
