import { IntegrationError, toProblem } from '@patchbay/core';
import type { ProblemView } from '../pages/problem.tsx';
import { Refusal } from '../refusal.ts';

/** An error as the two forms in which it is answered: a page and a problem document of RFC 9457. */
export interface Answer {
  readonly status: number;
  readonly page: Omit<ProblemView, 'back'>;
  readonly document: object;
}

export function answerTo(error: unknown): Answer {
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
  const { code, outcome, reason, requestId } = error;
  const facts = {
    Code: code,
    ...(reason !== undefined && { Reason: reason }),
    ...(requestId !== undefined && { Request: requestId }),
  };
  const title = titles[code] ?? 'The payment service could not do this';
  return { status: problem.status, page: { title, text: outcomeTexts[outcome], facts }, document: problem };
}

const noAnswer = 'The payment service does not answer';

const titles: Readonly<Partial<Record<IntegrationError['code'], string>>> = {
  network: noAnswer,
  timeout: noAnswer,
  provider_unavailable: noAnswer,
  provider_error: noAnswer,
  invalid_response: noAnswer,
  overloaded: 'Too much at once',
  rate_limited: 'Too much at once',
  declined: 'The payment service refused this',
  precondition_failed: 'This is no longer possible',
};

const outcomeTexts = {
  not_applied: 'Nothing has happened to your money. You can try again.',
  unknown: 'We do not know yet whether it went through. Trying again is safe: it never happens twice.',
  applied: 'It went through, only the answer was lost. The order page will show it shortly.',
} as const satisfies Record<IntegrationError['outcome'], string>;
