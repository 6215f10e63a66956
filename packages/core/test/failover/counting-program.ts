// Runs in a process of its own: raises a number in a memory of files, a given number of times, and says how often it lost.
import { fileMemory } from '@patchbay/core/node';

const [, , folder = '', times = '0'] = process.argv;
const memory = fileMemory({ folder });
let lost = 0;
for (let done = 0; done < Number(times); ) {
  const before = await memory.get('count');
  if (await memory.replace('count', before, String(Number(before ?? 0) + 1), 60_000)) done += 1;
  else lost += 1;
}
console.log(lost);
