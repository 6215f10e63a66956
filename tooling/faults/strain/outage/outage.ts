// A total outage that meets one configuration of the policy, in a process of its own:
// node --expose-gc outage.ts <configuration> <failure> [calls]
import { count, report } from '../report.ts';
import { startVendor } from '../vendor/vendor.ts';
import { configurations, failures, isConfiguration, isFailure } from './configurations.ts';
import { oneBurst } from './one-burst.ts';
import { throughBreaker } from './through-breaker.ts';

process.on('disconnect', () => process.exit());
const [name, failure, given = '2000'] = process.argv.slice(2);
if (!isConfiguration(name) || !isFailure(failure)) throw new TypeError('Name a configuration and a failure.');
const calls = Number(given);
const vendor = await startVendor();
const outage = { configuration: configurations[name], vendor, mood: failures[failure], calls };
const { figures, wrong } = await (name === 'breaker' ? throughBreaker : oneBurst)(outage);
report(
  `outage: ${count(calls)} calls at once, ${failure} for all; against it ${outage.configuration.title}`,
  figures,
  wrong,
);
await vendor[Symbol.asyncDispose]();
process.exit();
