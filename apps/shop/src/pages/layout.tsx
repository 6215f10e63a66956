import { raw } from 'hono/html';
import type { FC, PropsWithChildren } from 'hono/jsx';
import { PatchPanel, type Plug } from './patch-panel.tsx';

/** What every page needs besides its content. */
export interface Frame {
  readonly plugs: readonly Plug[];
  /** The address of a file of `public/`. */
  readonly asset: (path: string) => string;
  /** Where the mails can be read that went out, in development. */
  readonly inbox: string | undefined;
  /** Where webhooks in and out are listed, for those who run the shop; not in production. */
  readonly deliveries: string | undefined;
  /** Who is signed in. */
  readonly visitorName: string | undefined;
  /** The page that signs in and comes back to this one. */
  readonly signInPath: string;
}

interface LayoutProps extends Frame {
  readonly title: string;
  readonly here?: 'shop' | 'orders' | 'account';
  /** Without scripts the page is loaded again after this time. */
  readonly refreshSeconds?: number | undefined;
  /** Where the page hears of news, with scripts. */
  readonly live?: string | undefined;
  /** A file of `public/` that improves the page. */
  readonly script?: string;
}

export const Layout: FC<PropsWithChildren<LayoutProps>> = (props) => {
  const { title, asset, refreshSeconds, live, script, children, plugs } = props;
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>{`${title} · Postcard Shop`}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <link rel="icon" type="image/svg+xml" href={asset('/stamp.svg')} />
          <link rel="stylesheet" href={asset('/style.css')} />
          {refreshSeconds !== undefined && (
            <noscript>
              <meta http-equiv="refresh" content={String(refreshSeconds)} />
            </noscript>
          )}
          {live !== undefined && <script type="module" src={asset('/live.mjs')} />}
          {script !== undefined && <script type="module" src={asset(script)} />}
        </head>
        <body data-live={live}>
          <a class="skip" href="#content">
            Skip to the content
          </a>
          <Masthead {...props} />
          <main id="content" tabindex={-1}>
            {children}
          </main>
          <PatchPanel plugs={plugs} />
        </body>
      </html>
    </>
  );
};

const Masthead: FC<LayoutProps> = ({ here, asset, inbox, deliveries, visitorName, signInPath }) => (
  <header class="masthead">
    <a class="name" href="/">
      <img src={asset('/stamp.svg')} alt="" width="32" height="38" />
      Postcard Shop
    </a>
    <nav aria-label="Main">
      <a href="/" aria-current={here === 'shop' ? 'page' : undefined}>
        Postcards
      </a>
      <a href="/orders" aria-current={here === 'orders' ? 'page' : undefined}>
        Orders
      </a>
      {inbox !== undefined && <a href={inbox}>Inbox</a>}
      {deliveries !== undefined && <a href={deliveries}>Deliveries</a>}
      {visitorName === undefined && <a href={signInPath}>Sign in</a>}
      {visitorName !== undefined && (
        <a href="/account" class="visitor" aria-current={here === 'account' ? 'page' : undefined}>
          {visitorName}
        </a>
      )}
    </nav>
    {visitorName !== undefined && (
      <form method="post" action="/auth/sign-out">
        <button type="submit" class="plain">
          Sign out
        </button>
      </form>
    )}
  </header>
);
