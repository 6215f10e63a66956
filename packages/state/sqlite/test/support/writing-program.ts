// Counts, changes, takes prizes and holds leases beside others that do the same.
import { sqliteState } from '@patchbay/state-sqlite';

const [, , file = '', name = '', times = ''] = process.argv;
// Each waits for as long as it takes: on a busy machine whoever writes may be stopped amid it.
await using state = sqliteState(
  { file, durability: 'process', busyTimeoutMs: 10_000 },
  { policy: { timeoutMs: 20_000, deadlineMs: 60_000 } },
);
const prizes: string[] = [];
const fences: number[] = [];

for (let round = 0; round < Number(times); round += 1) {
  await state.increment({ key: 'counter' });
  const { isNew } = await state.putIfAbsent({ key: `prize-${round}`, value: name });
  if (isNew) prizes.push(`prize-${round}`);
  for (;;) {
    const before = (await state.get('changes'))?.value;
    const value = before === undefined ? name : `${before},${name}`;
    if ((await state.cas({ key: 'changes', expected: before, value })).isSwapped) break;
  }
}
for (let round = 0; round < 5; round += 1)
  await state.leases.with('one', { ttlMs: 60_000, waitMs: 120_000 }, async ({ fence }) => {
    fences.push(fence);
    const holder = (await state.get('holder'))?.value ?? 'nobody';
    if (holder !== 'nobody') throw new Error(`${holder} holds it too.`);
    await state.put({ key: 'holder', value: name });
    await state.put({ key: 'holder', value: 'nobody' });
  });
process.stdout.write(JSON.stringify({ prizes, fences }));
