import type { LinkDecision } from '@patchbay/auth';
import type { FC } from 'hono/jsx';
import type { Undecided } from '../desk/sign-in.ts';
import { type Frame, Layout } from './layout.tsx';

/** After a sign-in with which the shop can do nothing by itself: what the person can do. */
export const UndecidedPage: FC<Frame & Undecided> = ({ action, why, ...frame }) => {
  const { title, text } = action === 'prove_account' ? proveAccount : refusals[why];
  return (
    <Layout {...frame} title={title}>
      <div class="opening">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <p>
          <a class="button" href="/auth/sign-in?returnTo=%2Faccount&another=yes">
            Sign in with another one
          </a>
        </p>
      </div>
    </Layout>
  );
};

interface Words {
  readonly title: string;
  readonly text: string;
}

const proveAccount: Words = {
  title: 'There is an account with this address',
  text: 'An address alone opens no account. Sign in as you did the first time, then choose “Link another sign-in” on the page of your account: after that both will do.',
};

type Why = Extract<LinkDecision, { action: 'refuse' }>['why'];

const refusals = {
  belongs_to_another_account: {
    title: 'That belongs to another account',
    text: 'Whoever you just signed in as has an account here already. Nothing was linked.',
  },
  accounts_are_not_created: {
    title: 'There is no account for you here',
    text: 'This shop makes no new accounts at present.',
  },
  no_such_account: {
    title: 'That account is gone',
    text: 'The account that this sign-in was to be linked to is not there any more. Nothing was linked.',
  },
  ambiguous_email: {
    title: 'Several accounts have this address',
    text: 'We cannot tell which of them is yours. Sign in as you did the first time.',
  },
} as const satisfies Record<Why, Words>;
