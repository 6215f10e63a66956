// Writes and reads one large object, and says by how much the memory of the process grew.
import { fsStorage } from '@patchbay/storage-fs';

const [, , root = '', size = ''] = process.argv;
await using storage = fsStorage({ root });
const total = Number(size);

async function* bytes(length: number) {
  for (let left = length; left > 0; left -= 65_536)
    yield new Uint8Array(Math.min(left, 65_536)).fill(left % 251);
}

let peak = 0;
const look = () => {
  peak = Math.max(peak, process.memoryUsage.rss());
};

async function upAndDown(key: string, length: number): Promise<number> {
  await storage.put(key, bytes(length), { onProgress: look, sizeBytes: length });
  const object = await storage.get(key);
  let read = 0;
  for await (const chunk of object.stream()) {
    read += chunk.byteLength;
    look();
  }
  return read;
}

await upAndDown('warm', 8_388_608);
const base = process.memoryUsage.rss();
const read = await upAndDown('large', total);
process.stdout.write(JSON.stringify({ read, grewBytes: peak - base }));
