// Sends or fetches one large object, and says by how much the memory of the process grew.
import { storageOfArguments } from './storage-of-arguments.ts';

const { storage, given } = storageOfArguments();
const [direction = '', size = ''] = given;
const pattern = new Uint8Array(65_536).map((_, index) => index % 251);

await storage.native();
const base = process.memoryUsage.rss();
let peak = base;
let bytes = 0;
const take = (piece: Uint8Array): Uint8Array => {
  bytes += piece.byteLength;
  peak = Math.max(peak, process.memoryUsage.rss());
  return piece;
};

async function* pieces(sizeBytes: number) {
  // A copy each: memory that somebody keeps is seen.
  for (let left = sizeBytes; left > 0; left -= pattern.byteLength) yield take(pattern.slice(0, left));
}

if (direction === 'up') await storage.put('large', pieces(Number(size)), { sizeBytes: Number(size) });
else for await (const piece of (await storage.get('large')).stream()) take(piece);
process.stdout.write(JSON.stringify({ bytes, grewBytes: peak - base }));
await storage.close();
