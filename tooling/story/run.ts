import { parseArgs } from 'node:util';
import { tellAllChaos } from './src/all-chaos.ts';
import { type ChaosName, chaoses, isChaosName } from './src/chaos.ts';
import { tellFaults } from './src/faults.ts';
import { createReport, type Report, StoryFailed } from './src/report.ts';
import { isServerName, keepersBy, serverNames } from './src/servers.ts';
import { type Cast, type Category, casts, type StageOptions } from './src/stage.ts';
import { tell } from './src/tell.ts';

const help = `Usage: npm run story [-- <options>]

Starts the built shop; two people sign in, upload a picture, buy, pay, get money back and sign out, in browsers without
scripts; the shop is restarted in between. In the end what the shop shows is compared with what the providers have.

  --payments <provider>   sandbox (default) or stripe
  --email <provider>      outbox (default), sendgrid or smtp
  --storage <provider>    fs (default) or s3
  --auth <provider>       local (default) or oidc
  --servers <name>        who keeps state and jobs: postgres (of the registry) or redis (of this machine); default: the shop
  --vendors               stripe, sendgrid, s3 and oidc, where nothing else is said
  --fault <status>        one vendor refuses with this HTTP status (smtp: any login, oidc: any code); the story must fail
  --fault-at <category>   whose vendor that is: payments (default), email, storage or auth
  --faults                tells it once for each vendor that refuses with 401, and checks that it fails there
  --chaos <what>          the story must go on, by SendGrid or Stripe, while this goes wrong:
                          email:503             the first of two accounts answers 503 to every mail; the mail that meets
                                                it is in doubt and stays, those after it go by the second
                          payments:reset-after  the connection breaks after each write, before its answer
  --failover off          the shop has one account of email: with --chaos email:503 the story must fail
  --all-chaos             tells all of these, and checks how they end
  --times <n>             how often to tell it, 1 by default; the first failure ends it
  --headless-verbose      also print every page that is loaded, and what the shop and the vendors print
  --help

Every vendor is played by a fake in a process of its own.`;

const embedded: Cast = { payments: 'sandbox', email: 'outbox', storage: 'fs', auth: 'local' };
const vendors: Cast = { payments: 'stripe', email: 'sendgrid', storage: 's3', auth: 'oidc' };

const { values } = parseArgs({
  options: {
    payments: { type: 'string' },
    email: { type: 'string' },
    storage: { type: 'string' },
    auth: { type: 'string' },
    servers: { type: 'string' },
    vendors: { type: 'boolean', default: false },
    fault: { type: 'string' },
    'fault-at': { type: 'string', default: 'payments' },
    faults: { type: 'boolean', default: false },
    chaos: { type: 'string' },
    failover: { type: 'string', default: 'on' },
    'all-chaos': { type: 'boolean', default: false },
    times: { type: 'string', default: '1' },
    'headless-verbose': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

// Ends by `exit`, so that what was started ends too; a reader such as `head` may go away early.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
process.stdout.on('error', () => process.exit(1));

if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
  const times = Number(values.times);
  const options = times >= 1 ? stageOptions() : '--times wants a number from 1 on.';
  if (typeof options === 'string') {
    console.error(`${options}\n\n${help}`);
    return 2;
  }
  if (values.faults) return perform(tellFaults);
  if (values['all-chaos']) return perform(tellAllChaos);
  const { payments, email, storage, auth } = options.cast;
  const { state, jobs } = keepersBy(options.server);
  for (let time = 1; time <= times; time += 1) {
    if (times > 1) console.log(`\n${time} of ${times}`);
    console.log(
      `Postcard Shop, payments by ${payments}, email by ${email}, storage by ${storage}, auth by ${auth}, state by ${state}, jobs by ${jobs}, Node ${process.version}`,
    );
    const status = await perform((report) => tell(report, options));
    if (status !== 0) return status;
  }
  return 0;
}

async function perform(work: (report: Report) => Promise<void>): Promise<number> {
  const report = createReport();
  try {
    await work(report);
  } catch (error) {
    if (!(error instanceof StoryFailed)) throw error;
  }
  return report.close() ? 0 : 1;
}

/** The stage that was asked for, or why there is none. */
function stageOptions(): StageOptions | string {
  const { fault, 'fault-at': at, chaos, failover, servers, 'headless-verbose': isVerbose } = values;
  if (chaos !== undefined && !isChaosName(chaos))
    return `--chaos wants ${Object.keys(chaoses).join(' or ')}.`;
  if (servers !== undefined && !isServerName(servers)) return `--servers wants ${serverNames.join(' or ')}.`;
  const cast = castOf(chaos);
  if (typeof cast === 'string') return cast;
  if (failover !== 'on' && (failover !== 'off' || chaos !== 'email:503'))
    return '--failover wants off, with --chaos email:503.';
  if (!isCategory(at)) return `--fault-at wants ${Object.keys(casts).join(', ')}.`;
  if (fault !== undefined && cast[at] === embedded[at])
    return `--fault needs --${at} by a vendor, not the embedded one.`;
  return {
    cast,
    server: servers,
    fault: fault === undefined ? undefined : { at, status: Number(fault) },
    chaos,
    hasFailover: failover !== 'off',
    onOutput: isVerbose ? (text) => void process.stdout.write(text) : undefined,
  };
}

/** Who plays, or why that cannot be: a chaos needs its own provider. */
function castOf(chaos: ChaosName | undefined): Cast | string {
  const needed = chaos && chaoses[chaos];
  if (needed && values.fault !== undefined) return '--fault lets the story fail, --chaos lets it go on.';
  const cast = { ...(values.vendors ? vendors : embedded), ...(needed && { [needed.at]: needed.provider }) };
  for (const category of Object.keys(casts).filter(isCategory)) {
    const provider = values[category] ?? cast[category];
    if (!Object.hasOwn(casts[category], provider)) return `There is no story for ${category} by ${provider}.`;
    Object.assign(cast, { [category]: provider });
  }
  if (needed && cast[needed.at] !== needed.provider)
    return `--chaos ${chaos} needs ${needed.at} by ${needed.provider}.`;
  return cast;
}

function isCategory(text: string): text is Category {
  return Object.hasOwn(casts, text);
}
