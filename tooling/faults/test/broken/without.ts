// The outages of the strain programs, before a policy that lacks the part which is to stand against them.
import { configurations } from '../../strain/outage/configurations.ts';
import { oneBurst } from '../../strain/outage/one-burst.ts';
import { throughBreaker } from '../../strain/outage/through-breaker.ts';
import { report } from '../../strain/report.ts';
import { startVendor } from '../../strain/vendor/vendor.ts';

const [part, calls] = process.argv.slice(2);
const { budget, breaker, 'no-budget': nothing } = configurations;
const kind = part === 'budget' ? budget : breaker;
const vendor = await startVendor();
const outage = { configuration: { ...kind, policy: nothing.policy }, vendor, mood: 'unavailable' } as const;
const measure = part === 'budget' ? oneBurst : throughBreaker;
const { figures, wrong } = await measure({ ...outage, calls: Number(calls) });
report(`outage without ${part}`, figures, wrong);
await vendor[Symbol.asyncDispose]();
process.exit();
