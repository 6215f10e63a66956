// Writes, copies and deletes for ever, and says so after each round. Started and killed by `kill.slow.test.ts`.
import { fsStorage } from '@patchbay/storage-fs';

const [, , root = '', name = ''] = process.argv;
const storage = fsStorage({ root, durability: 'rename' });

/** Begins with its number and ends with it, whatever is between. */
async function* pieces(mark: string) {
  const filler = Buffer.alloc(40_000, 'x');
  yield `${mark}|`;
  for (let count = 0; count < 5; count += 1) yield filler;
  yield `|${mark}`;
}

for (let number = 1; ; number += 1) {
  const mark = `${name}.${number}`;
  await storage.put('Documents/report', pieces(mark), { metadata: { mark } });
  await storage.put(`passing/${mark}`, mark, { ifAbsent: true });
  await storage.copy({ from: 'Documents/report', to: 'copies/report' });
  await storage.delete(`passing/${mark}`);
  process.stdout.write(`${number}\n`);
}
