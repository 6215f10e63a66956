import type { z } from 'zod';
import { newId } from '../account.ts';
import type { Problem } from '../protocol/errors.ts';
import { badRequest, Rejection, rejection } from '../protocol/errors.ts';
import type { Answer, Call } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import { checkSender, problemsOf } from './checks.ts';
import { processMail } from './delivery.ts';
import type { MailBody } from './schema.ts';
import { mailSchema } from './schema.ts';
import { toAttachment, toStored } from './stored.ts';

export const sendRoutes = [route('POST /v3/mail/send', 'mail.send', send)];

function send({ account, body }: Call): Answer {
  const mail = read(body);
  const problems = problemsOf(mail, account);
  if (problems.length > 0) throw new Rejection(400, withHelp(problems));
  checkSender(mail, account);
  const ignored = unknownFields(body, mail);
  if (mail.mail_settings?.sandbox_mode?.enable === true) return { status: 200, ignored };
  const messageId = newId();
  const attachments = (mail.attachments ?? []).map(toAttachment);
  const request = { messageId, acceptedAt: account.now() * 1000, attachments };
  const mails = mail.personalizations.map((one, index) => toStored(mail, one, request, index));
  const recipients = mails.flatMap((one) => one.recipients).length;
  if (recipients > account.credits) throw rejection(401, 'Maximum credits exceeded');
  account.credits -= recipients;
  account.mails.push(...mails);
  for (const stored of mails) processMail(account, stored);
  return { status: 202, headers: { 'x-message-id': messageId }, ignored };
}

function read(body: unknown): MailBody {
  if (body === undefined) throw badRequest();
  const result = mailSchema.safeParse(body, { error: describe, reportInput: true });
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => ({
    message,
    field: path.length === 0 ? '(root)' : path.join('.'),
  }));
  throw new Rejection(400, withHelp(problems));
}

/** SendGrid's words for what a JSON schema forbids. */
function describe(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  return `Invalid type. Expected: ${jsonTypes[issue.expected] ?? issue.expected}, given: ${typeOf(issue.input)}.`;
}

const jsonTypes: Readonly<Record<string, string>> = { record: 'object', int: 'integer' };

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Paths of what was sent and not read. */
function unknownFields(sent: unknown, known: unknown, path: readonly string[] = []): string[] {
  if (typeof sent !== 'object' || sent === null) return [];
  if (typeof known !== 'object' || known === null) return [path.join('.')];
  return Object.entries(sent).flatMap(([name, value]) => {
    const inner = [...path, name];
    return Object.hasOwn(known, name)
      ? unknownFields(value, Reflect.get(known, name), inner)
      : [inner.join('.')];
  });
}

/** Adds the links into SendGrid's list of errors: `personalizations.0.to.1.email` leads to `personalizations.to`. */
function withHelp(problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => {
    const names = (problem.field ?? '').split('.').filter((name) => !/^\d+$/.test(name));
    if (names.at(-1) === 'email') names.pop();
    const anchor = problem.field === '(root)' ? '-Request-Body-Parameters' : `message.${names.join('.')}`;
    return {
      ...problem,
      help: `http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#${anchor}`,
    };
  });
}
