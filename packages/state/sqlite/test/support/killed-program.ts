// Writes for ever, and says after each write what it wrote.
import { sqliteState } from '@patchbay/state-sqlite';

const [, , file = '', name = ''] = process.argv;
await using state = sqliteState({ file, durability: 'process' });
const filler = 'x'.repeat(20_000);
for (let count = 1; ; count += 1) {
  await state.put({ key: 'report', value: `${name}.${count}|${filler}|${name}.${count}` });
  await state.increment({ key: `counter:${name}` });
  process.stdout.write(`${count}\n`);
}
