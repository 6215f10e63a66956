// Runs in a process of its own: prints how many files of pg and pg-boss are loaded after each step.
import { Session } from 'node:inspector';

const loaded: string[] = [];
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (/node_modules\/(pg|pg-boss)\//.test(url)) loaded.push(url);
});
session.post('Debugger.enable');

const { pgbossJobs } = await import('@patchbay/jobs-pgboss');
const jobs = pgbossJobs({ url: 'postgres://shop:a-password@127.0.0.1/postgres' });
const before = loaded.length;
await jobs.native();
console.log(JSON.stringify({ before, isLoadedByCall: loaded.length > before }));
