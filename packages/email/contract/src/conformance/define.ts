import type { OperationName } from '@patchbay/core';
import { type CaseRow, defineSuite, fieldsOf } from '@patchbay/core/conformance';
import type { EmailApi } from '../api.ts';
import type { EmailCapabilities, EmailTrait } from '../capabilities.ts';
import { email } from '../contract.ts';
import { assertAnswer } from './answer-form.ts';
import type { EmailSubject } from './harness.ts';
import { personal, recipes } from './recipes.ts';
import { EmailScene } from './scene.ts';
import { traits } from './traits.ts';

type Operation = OperationName<EmailApi>;

/** One behaviour of email, before it gets its id. */
export type EmailRow = CaseRow<EmailScene, Operation, EmailTrait, EmailCapabilities>;

/** The suite of email: what is generated, and `cases` for the rest. */
export const suite = defineSuite<EmailApi, EmailCapabilities, EmailSubject, EmailScene>({
  contract: email,
  scene: (subject) => new EmailScene(subject),
  recipes,
  traits,
  effects: async ({ mailbox }) => ({ mails: await mailbox.count() }),
  examples: { write: 'send', list: 'suppressions.list', keyless: 'send' },
  thorough: ['send', 'schedule.cancel', 'suppressions.list', 'suppressions.add'],
  assertForm: assertAnswer,
  identity: (answer) => fieldsOf(answer)['id'] ?? emailsOf(answer),
  personal: Object.values(personal),
});

export const { cases } = suite;

/** A suppression has no id: it is about an address. */
function emailsOf(answer: unknown): readonly unknown[] {
  return (Array.isArray(answer) ? answer : [answer]).map((item) => fieldsOf(item)['email']);
}
