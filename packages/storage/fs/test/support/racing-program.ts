// Tries to be the first to create each of some objects, and says which it made. Runs as a process or as a thread.
import { setTimeout } from 'node:timers/promises';
import { IntegrationError } from '@patchbay/core';
import { fsStorage } from '@patchbay/storage-fs';

const [, , root = '', name = '', objects = '', startAt = ''] = process.argv;
await using storage = fsStorage({ root, durability: 'rename' });
await storage.check();
await setTimeout(Math.max(0, Number(startAt) - Date.now()));
const made: number[] = [];
for (let number = 0; number < Number(objects); number += 1) {
  try {
    await storage.put(`race/${number}`, name, { ifAbsent: true });
    made.push(number);
  } catch (error) {
    if (!IntegrationError.is(error, 'already_exists', 'object_exists')) throw error;
  }
}
process.stdout.write(JSON.stringify(made));
