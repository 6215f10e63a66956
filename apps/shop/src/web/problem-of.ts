import { IntegrationError, toProblem } from '@patchbay/core';
import type { ProblemView } from '../pages/problem.tsx';
import { Refusal } from '../refusal.ts';
import { SignInNeeded } from './visitor.ts';

/** An error as the two forms in which it is answered: a page and a problem document of RFC 9457. */
export interface Answer {
  readonly status: number;
  readonly page: Omit<ProblemView, 'back'>;
  readonly document: object;
}

export function answerTo(error: unknown): Answer {
  if (error instanceof SignInNeeded)
    return answer(401, 'Please sign in', 'You have been signed out meanwhile.');
  if (error instanceof Refusal) return answer(error.status, error.title, error.message);
  if (IntegrationError.is(error)) return answerToIntegration(error);
  return answer(
    500,
    'Something broke here',
    'It is our fault, and we have been told. Please try again in a moment.',
  );
}

function answer(status: number, title: string, text: string): Answer {
  return {
    status,
    page: { title, text, facts: {} },
    document: { type: 'about:blank', title, status, detail: text },
  };
}

function answerToIntegration(error: IntegrationError): Answer {
  const problem = toProblem(error);
  const { code, outcome, reason, requestId, category } = error;
  const facts = {
    Code: code,
    ...(reason !== undefined && { Reason: reason }),
    ...(requestId !== undefined && { Request: requestId }),
  };
  const { name, text } = services[category ?? ''] ?? payments;
  const title = (titles[code] ?? 'The … service could not do this').replace('…', name);
  return { status: problem.status, page: { title, text: text(outcome), facts }, document: problem };
}

const noAnswer = 'The … service does not answer';

const titles: Readonly<Partial<Record<IntegrationError['code'], string>>> = {
  network: noAnswer,
  timeout: noAnswer,
  provider_unavailable: noAnswer,
  provider_error: noAnswer,
  invalid_response: noAnswer,
  overloaded: 'Too much at once',
  rate_limited: 'Too much at once',
  declined: 'The … service refused this',
  precondition_failed: 'This is no longer possible',
  unauthenticated: 'This sign-in cannot be completed',
  access_denied: 'You are not signed in',
};

/** What a category is called in front of customers, and what its failure means for them. */
interface Service {
  readonly name: string;
  readonly text: (outcome: IntegrationError['outcome']) => string;
}

const outcomeTexts = {
  not_applied: 'Nothing has happened to your money. You can try again.',
  unknown: 'We do not know yet whether it went through. Trying again is safe: it never happens twice.',
  applied: 'It went through, only the answer was lost. The order page will show it shortly.',
} as const satisfies Record<IntegrationError['outcome'], string>;

const payments: Service = { name: 'payment', text: (outcome) => outcomeTexts[outcome] };

/** What the shop itself remembers with. */
const own: Service = { name: 'shop’s own', text: () => 'It is our fault. Please try again in a moment.' };

const services: Readonly<Record<string, Service>> = {
  auth: {
    name: 'sign-in',
    text: () => 'The sign-in was not completed, or this page was opened twice. Please sign in again.',
  },
  jobs: own,
  state: own,
  webhooks: own,
  storage: { name: 'picture', text: () => 'Your order goes on without it. You can try again.' },
};
