// Writes an object at once and one in parts, reads one back, and says what became of it.
import { IntegrationError } from '@patchbay/core';
import { storageOfArguments } from './storage-of-arguments.ts';

const { storage } = storageOfArguments();
try {
  await storage.put('whole', 'A postcard.');
  const session = await storage.uploads.create({ key: 'parts' });
  const part = await storage.uploads.put({ session, number: 1, body: new Uint8Array(10) });
  await storage.uploads.complete({ session, parts: [part] });
  process.stdout.write(JSON.stringify({ text: await (await storage.get('whole')).text() }));
} catch (error) {
  if (!IntegrationError.is(error)) throw error;
  process.stdout.write(JSON.stringify({ code: error.code, reason: error.reason }));
}
await storage.close();
