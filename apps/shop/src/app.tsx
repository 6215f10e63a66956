import { IntegrationError } from '@patchbay/core';
import { Hono, type MiddlewareHandler, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { ProblemPage } from './pages/problem.tsx';
import { mostPictureBytes } from './picture.ts';
import { Refusal } from './refusal.ts';
import { authRoutes, callbackRoutes } from './web/auth-routes.tsx';
import { frameOf, pagesPaths, type Remembered, type RequestContext, type Shop } from './web/context.ts';
import { machineRoutes } from './web/machine-routes.ts';
import { orderRoutes } from './web/order-routes.tsx';
import { pictureRoutes } from './web/picture-routes.tsx';
import { answerTo } from './web/problem-of.ts';
import { rackRoutes } from './web/rack-routes.tsx';
import { SignInNeeded, signInPath } from './web/visitor.ts';

/** The shop as a web-standard application: `app.fetch(request)`. */
export function createApp(shop: Shop): Hono<Remembered> {
  const app = new Hono<Remembered>();
  const headers = siteHeaders(shop.storageOrigin);
  app.use(limitBodies);
  app.route('/', machineRoutes(shop)); // before what follows, which is for the site alone
  app.use(headers, async (context, next) => {
    await next();
    context.header('cache-control', 'no-store'); // every form carries the id of what it will make
  });
  app.route('/', callbackRoutes(shop)); // a form of the provider's may lead there
  app.use(ownFormsOnly(shop.desk.publicUrl));
  app.route('/', authRoutes(shop));
  app.route('/', rackRoutes(shop));
  app.route('/', pictureRoutes(shop));
  app.route('/', orderRoutes(shop));
  app.notFound((context) =>
    answer(shop, context, new Refusal(404, 'Nothing here', 'This address leads nowhere in our shop.')),
  );
  app.onError(async (error, context) => {
    context.res = await answer(shop, context, error);
    await headers(context, async () => undefined); // the page is ours also where a provider's own has failed
    return context.res;
  });
  return app;
}

const smallBody = bodyLimit({ maxSize: 1024 * 1024, onError: refuseBody });
const pictureBody = bodyLimit({ maxSize: mostPictureBytes + 64 * 1024, onError: refusePicture });

/** Only a provider of storage that runs within the shop is sent pictures. */
const limitBodies: MiddlewareHandler = (context, next) =>
  (context.req.path.startsWith(pagesPaths.storage) ? pictureBody : smallBody)(context, next);

type SiteHeaders = (context: RequestContext, next: Next) => ReturnType<MiddlewareHandler>;

// No `form-action`: browsers apply it to redirects too, and a form that buys ends at the provider's page.
const siteHeaders = (storageOrigin: string): SiteHeaders =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      connectSrc: ["'self'", storageOrigin],
      frameAncestors: ["'none'"],
      imgSrc: ["'self'", storageOrigin],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
    },
    referrerPolicy: 'same-origin', // with `no-referrer` browsers send `Origin: null` with our own forms
    strictTransportSecurity: false, // for whatever ends TLS to decide
  });

/** A form of the same origin is ours only under a name of ours: others can make theirs lead to this machine. */
function ownFormsOnly(publicUrl: string): ReturnType<typeof csrf> {
  const { origin, hostname } = new URL(publicUrl);
  const names = new Set([hostname, 'localhost', '127.0.0.1', '[::1]']);
  return csrf({
    origin,
    secFetchSite: (site, { req }) => site === 'same-origin' && names.has(new URL(req.url).hostname),
  });
}

function refuseBody(): never {
  throw new Refusal(413, 'That is too much', 'Nothing that our pages send is that long.');
}

function refusePicture(): never {
  const text = `Please go back and choose one of at most ${mostPictureBytes / 1e6} MB.`;
  throw new Refusal(413, 'That picture is too large', text);
}

/** A page for people, a problem document for programs; internals for neither. */
async function answer(shop: Shop, context: RequestContext, thrown: unknown): Promise<Response> {
  const wantsJson = context.req.header('accept')?.includes('json') === true;
  if (thrown instanceof SignInNeeded && !wantsJson) return context.redirect(signInPath(thrown.returnTo), 303);
  const error = thrown instanceof HTTPException && thrown.status === 403 ? foreignForm : thrown;
  const { status, page, document } = answerTo(error);
  if (status >= 500) console.error(IntegrationError.is(error) ? JSON.stringify(error) : error);
  if (wantsJson) {
    return Response.json(document, { status, headers: { 'content-type': 'application/problem+json' } });
  }
  const orderId = context.get('orderId');
  const back = orderId
    ? { href: `/orders/${orderId}`, label: 'Back to the order' }
    : { href: '/', label: 'Back to the postcards' };
  const html = await context.html(<ProblemPage {...frameOf(shop, context)} {...page} back={back} />);
  return new Response(html.body, { status, headers: html.headers });
}

const foreignForm = new Refusal(403, 'That did not come from here', 'Please use the form on our own page.');
