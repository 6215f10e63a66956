import type { FC } from 'hono/jsx';
import type { Account } from '../account.ts';
import { type Frame, Layout } from './layout.tsx';

/** `/account`: who somebody is here, and how they may sign in. */
export const AccountPage: FC<Frame & { readonly account: Account }> = ({ account, ...frame }) => (
  <Layout {...frame} title="Your account" here="account">
    <div class="opening">
      <h1>{account.name ?? 'Your account'}</h1>
      {account.email !== undefined && <p class="lead">{account.email}</p>}
    </div>
    <section aria-labelledby="identities-title">
      <h2 id="identities-title">You may sign in as</h2>
      <ul class="refunds identities">
        {account.identities.map(({ issuer, subject }) => (
          <li>
            <code>{subject}</code>
            <span>
              at <code>{issuer}</code>
            </span>
          </li>
        ))}
      </ul>
      <form method="post" action="/account/identities">
        <button type="submit" class="quiet">
          Link another sign-in
        </button>
      </form>
    </section>
  </Layout>
);
