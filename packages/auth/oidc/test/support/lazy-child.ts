// Runs in a process of its own: prints how many files of oauth4webapi are loaded after each step.
import { Session } from 'node:inspector';

const loaded: string[] = [];
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  if (/node_modules\/oauth4webapi\//.test(url)) loaded.push(url);
});
session.post('Debugger.enable');

const { oidcAuth } = await import('@patchbay/auth-oidc');
const afterImport = loaded.length;

const auth = oidcAuth({
  issuer: 'https://id.example.com',
  clientId: 'shop',
  redirectUri: 'https://shop.example.com/auth/callback',
  transactionSecret: 'a transaction secret of 32 characters or more',
});
// A token that no provider of ours would send is refused before any key is looked up.
const refusals = await Promise.allSettled([
  auth.tokens.verify('e30.e30.e30', { audience: 'shop' }),
  auth.signIn.complete({ request: new Request('https://shop.example.com/auth/callback?code=c&state=s') }),
]);
const afterRefusals = loaded.length;

await auth.native();
console.log(
  JSON.stringify({
    refused: refusals.filter(({ status }) => status === 'rejected').length,
    afterImport,
    afterRefusals,
    loadedByCall: loaded.length > afterRefusals,
  }),
);
