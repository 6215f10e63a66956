import { type Context, Hono } from 'hono';
import { completeSignIn } from '../desk/sign-in.ts';
import { signOut } from '../desk/sign-out.ts';
import { AccountPage } from '../pages/account.tsx';
import { UndecidedPage } from '../pages/undecided.tsx';
import { frameOf, type Remembered, type Shop } from './context.ts';
import { requireVisitor, setSession, visitorOf } from './visitor.ts';

/** Where the provider sends the browser back to. */
export const callbackPath = '/auth/callback';

/** Coming back from the provider, by a link or by a form of the provider's: it cannot be asked to come from here. */
export function callbackRoutes(shop: Shop): Hono<Remembered> {
  const routes = new Hono<Remembered>();
  routes.on(['GET', 'POST'], callbackPath, async (context) => {
    const visitor = visitorOf(shop, context);
    const result = await completeSignIn(shop.desk, {
      request: context.req.raw,
      accountId: visitor?.account.id,
      sessionId: visitor?.sessionId,
    });
    context.header('set-cookie', result.clearCookie, { append: true });
    if (result.kind === 'person_must_act')
      return context.html(<UndecidedPage {...frameOf(shop, context)} {...result.decision} />, 409);
    setSession(shop, context, result.sessionId);
    return context.redirect(result.returnTo, 303);
  });
  return routes;
}

/** Signing in and out, and one's account. */
export function authRoutes(shop: Shop): Hono<Remembered> {
  const { desk } = shop;
  const routes = new Hono<Remembered>();
  routes.get('/auth/sign-in', async (context) => {
    const home = underOtherName(desk.publicUrl, context.req.url);
    if (home !== undefined) return context.redirect(home, 303);
    const { returnTo = '/', another } = context.req.query();
    const prompt = another === undefined ? {} : ({ prompt: 'select_account' } as const);
    return leaveFor(context, await desk.auth.signIn.begin({ returnTo, ...prompt }));
  });
  routes.get('/account', (context) => {
    const { account } = requireVisitor(shop, context);
    return context.html(<AccountPage {...frameOf(shop, context)} account={account} />);
  });
  routes.post('/account/identities', async (context) => {
    const { account } = requireVisitor(shop, context, '/account');
    const link = { purpose: 'link', linkTo: account.id, prompt: 'select_account' } as const;
    return leaveFor(context, await desk.auth.signIn.begin({ ...link, returnTo: '/account' }));
  });
  routes.post('/auth/sign-out', async (context) => {
    const visitor = visitorOf(shop, context);
    setSession(shop, context, undefined);
    if (visitor === undefined) return context.redirect('/', 303);
    return context.redirect(await signOut(desk, visitor.sessionId, visitor.session), 303);
  });
  return routes;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The same page under the name to which the provider sends people back, where this machine has several: cookies of
 * `localhost` are not there at `127.0.0.1`.
 */
function underOtherName(publicUrl: string, address: string): string | undefined {
  const [home, here] = [new URL(publicUrl), new URL(address)];
  const areSame = home.hostname === here.hostname || home.port !== here.port;
  if (areSame || !loopback.has(home.hostname) || !loopback.has(here.hostname)) return undefined;
  return new URL(`${here.pathname}${here.search}`, home).href;
}

type SignInStart = Awaited<ReturnType<Shop['desk']['auth']['signIn']['begin']>>;

function leaveFor(context: Context<Remembered>, { url, cookie }: SignInStart): Response {
  context.header('set-cookie', cookie.header, { append: true });
  return context.redirect(url, 303);
}
