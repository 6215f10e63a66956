// Counts up an object that others count up at the same time.
import { fsStorage } from '@patchbay/storage-fs';

const [, , root = '', times = ''] = process.argv;
await using storage = fsStorage({ root, durability: 'rename' });
for (let count = 0; count < Number(times); count += 1) {
  await storage.update('counter', (bytes) => String(Number(new TextDecoder().decode(bytes)) + 1));
}
