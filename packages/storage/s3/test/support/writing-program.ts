// Writes for ever, small objects and such in parts, and says so after each round. Started and killed by `kill.slow.test.ts`.
import { storageOfArguments } from './storage-of-arguments.ts';

const { storage, given } = storageOfArguments();
const [name = ''] = given;
const partBytes = 5 * 1024 * 1024;
const filler = new Uint8Array(partBytes).fill(120);

/** Begins with its mark and ends with it; the mark after the filler is in another part. */
async function* film(mark: string) {
  yield `${mark}|`;
  yield filler;
  yield `|${mark}`;
}

for (let number = 1; ; number += 1) {
  const mark = `${name}.${number}`;
  await storage.put('report', `${mark}|${'x'.repeat(100_000)}|${mark}`, { metadata: { mark } });
  await storage.put('film', film(mark), { metadata: { mark }, partBytes });
  process.stdout.write(`${number}\n`);
}
