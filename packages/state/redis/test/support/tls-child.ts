// Runs in a process of its own, which may trust another certificate: counts once and prints what became of it.
import { IntegrationError } from '@patchbay/core';
import { redisState } from '@patchbay/state-redis';

const [, , url = ''] = process.argv;
await using state = redisState({ url }, { policy: { retry: false } });
try {
  console.log(JSON.stringify(await state.increment({ key: 'n' })));
} catch (error) {
  if (!IntegrationError.is(error)) throw error;
  const { code, outcome, vendor } = error;
  console.log(JSON.stringify({ code, outcome, vendor }));
}
