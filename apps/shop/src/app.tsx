import { IntegrationError } from '@patchbay/core';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { ProblemPage } from './pages/problem.tsx';
import { Refusal } from './refusal.ts';
import { frameOf, type Remembered, type RequestContext, type Shop } from './web/context.ts';
import { machineRoutes } from './web/machine-routes.ts';
import { orderRoutes } from './web/order-routes.tsx';
import { answerTo } from './web/problem-of.ts';
import { rackRoutes } from './web/rack-routes.tsx';

/** The shop as a web-standard application: `app.fetch(request)`. */
export function createApp(shop: Shop): Hono<Remembered> {
  const app = new Hono<Remembered>();
  app.use(bodyLimit({ maxSize: 1024 * 1024, onError: refuseBody }));
  app.route('/', machineRoutes(shop)); // before what follows, which is for the site alone
  app.use(siteHeaders, ownFormsOnly(shop.desk.publicUrl));
  app.use(async (context, next) => {
    await next();
    context.header('cache-control', 'no-store'); // every form carries the id of what it will make
  });
  app.route('/', rackRoutes(shop));
  app.route('/', orderRoutes(shop));
  app.notFound((context) =>
    answer(shop, context, new Refusal(404, 'Nothing here', 'This address leads nowhere in our shop.')),
  );
  app.onError((error, context) => answer(shop, context, error));
  return app;
}

// No `form-action`: browsers apply it to redirects too, and a form that buys ends at the provider's page.
const siteHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    connectSrc: ["'self'"],
    frameAncestors: ["'none'"],
    imgSrc: ["'self'"],
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

/** A page for people, a problem document for programs; internals for neither. */
async function answer(shop: Shop, context: RequestContext, thrown: unknown): Promise<Response> {
  const error = thrown instanceof HTTPException && thrown.status === 403 ? foreignForm : thrown;
  const { status, page, document } = answerTo(error);
  if (status >= 500) console.error(IntegrationError.is(error) ? JSON.stringify(error) : error);
  if (context.req.header('accept')?.includes('json')) {
    return Response.json(document, { status, headers: { 'content-type': 'application/problem+json' } });
  }
  const orderId = context.get('orderId');
  const back = orderId
    ? { href: `/orders/${orderId}`, label: 'Back to the order' }
    : { href: '/', label: 'Back to the postcards' };
  const html = await context.html(<ProblemPage {...frameOf(shop)} {...page} back={back} />);
  return new Response(html.body, { status, headers: html.headers });
}

const foreignForm = new Refusal(403, 'That did not come from here', 'Please use the form on our own page.');
