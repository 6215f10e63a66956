// Runs in a process of its own: prints how many files of pg are loaded after each step.
import { Session } from 'node:inspector';

const loaded: string[] = [];
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (/node_modules\/pg\//.test(url)) loaded.push(url);
});
session.post('Debugger.enable');

const { postgresState } = await import('@patchbay/state-postgres');
const state = postgresState({ url: 'postgres://shop:a-password@127.0.0.1/postgres' });
const before = loaded.length;
await state.native();
console.log(JSON.stringify({ before, isLoadedByCall: loaded.length > before }));
