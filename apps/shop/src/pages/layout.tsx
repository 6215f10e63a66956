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
}

interface LayoutProps extends Frame {
  readonly title: string;
  readonly here?: 'shop' | 'orders';
  /** Without scripts the page is loaded again after this time. */
  readonly refreshSeconds?: number | undefined;
  /** Where the page hears of news, with scripts. */
  readonly live?: string | undefined;
}

export const Layout: FC<PropsWithChildren<LayoutProps>> = (props) => {
  const { title, asset, refreshSeconds, live, children, plugs } = props;
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

const Masthead: FC<LayoutProps> = ({ here, asset, inbox }) => (
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
    </nav>
  </header>
);
