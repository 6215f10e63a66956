// Runs in a process of its own: prints how many files of BullMQ and ioredis are loaded after each step.
import { Session } from 'node:inspector';

const loaded: string[] = [];
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (/node_modules\/(bullmq|ioredis)\//.test(url)) loaded.push(url);
});
session.post('Debugger.enable');

const { bullmqJobs } = await import('@patchbay/jobs-bullmq');
const afterImport = loaded.length;

await using jobs = bullmqJobs({ url: 'redis://127.0.0.1:1' });
const afterMaking = loaded.length;

await jobs.native();
const loadedByCall = loaded.length > afterMaking;
console.log(JSON.stringify({ afterImport, afterMaking, loadedByCall }));
