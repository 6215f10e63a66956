// Runs in a process of its own: prints how many files of the SDK are loaded after each step.
import { Session } from 'node:inspector';

const loaded: string[] = [];
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (/node_modules\/@aws-sdk\//.test(url)) loaded.push(url);
});
session.post('Debugger.enable');

const { s3Storage } = await import('@patchbay/storage-s3');
const afterImport = loaded.length;

const credentials = { accessKeyId: 'AKIALAZY', secretAccessKey: 'lazy-secret' };
const storage = s3Storage({ bucket: 'lazy', region: 'us-east-1', ...credentials });
const { url } = await storage.presign.get('a');
const afterPresign = loaded.length;

await storage.native();
const loadedByCall = loaded.length > afterPresign;
console.log(
  JSON.stringify({ isSigned: url.includes('Signature='), afterImport, afterPresign, loadedByCall }),
);
