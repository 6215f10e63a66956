// Runs in a process of its own: prints how many files of ioredis are loaded after each step.
import { Session } from 'node:inspector';

const loaded: string[] = [];
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (/node_modules\/ioredis\//.test(url)) loaded.push(url);
});
session.post('Debugger.enable');

const { redisState } = await import('@patchbay/state-redis');
const afterImport = loaded.length;

await using state = redisState({ url: 'redis://127.0.0.1:1' });
const afterMaking = loaded.length;

await state.native();
const loadedByCall = loaded.length > afterMaking;
console.log(JSON.stringify({ afterImport, afterMaking, loadedByCall }));
