import type { Account } from '../account.ts';
import type { Problem } from '../protocol/errors.ts';
import { rejection } from '../protocol/errors.ts';
import type { MailBody, Personalization } from './schema.ts';

const maxAheadSeconds = 72 * 3600;
const batchLifeSeconds = 10 * 24 * 3600;
const templateForm = /^(d-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** What SendGrid finds wrong with a well-formed mail, all at once. */
export function problemsOf(mail: MailBody, account: Account): readonly Problem[] {
  return [
    ...recipientProblems(mail),
    ...contentProblems(mail),
    ...templateProblems(mail),
    ...customArgsProblems(mail),
    ...scheduleProblems(mail, account),
    ...accountProblems(mail, account),
  ];
}

/** https://docs.sendgrid.com/for-developers/sending-email/sender-identity (2026-11-22) */
export function checkSender(mail: MailBody, account: Account): void {
  const { verifiedSenders } = account.options;
  const senders = [mail.from, ...mail.personalizations.flatMap(({ from }) => from ?? [])];
  for (const { email } of verifiedSenders === undefined ? [] : senders) {
    const address = email.toLowerCase();
    const domain = address.slice(address.lastIndexOf('@') + 1);
    if (verifiedSenders?.includes(address) || verifiedSenders?.includes(domain)) continue;
    throw rejection(
      403,
      'The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.',
      'from',
    );
  }
}

function recipientProblems({ personalizations, reply_to, reply_to_list }: MailBody): Problem[] {
  const problems = personalizations.flatMap((personalization, index) => {
    const duplicate = duplicateOf(personalization);
    return duplicate === undefined
      ? []
      : [
          {
            field: `personalizations.${index}`,
            message: `Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [${duplicate}] in the personalizations.${index} field.`,
          },
        ];
  });
  const total = personalizations.flatMap(recipientsOf).length;
  if (total > 1000) {
    const message = 'There is a limit of 1000 total recipients (to + cc + bcc) per request.';
    problems.push({ field: 'personalizations', message });
  }
  if (reply_to !== undefined && reply_to_list !== undefined) {
    problems.push({ field: 'reply_to_list', message: 'Only one of reply_to and reply_to_list may be used.' });
  }
  return problems;
}

function duplicateOf(personalization: Personalization): string | undefined {
  const addresses = recipientsOf(personalization).map(({ email }) => email.toLowerCase());
  return addresses.find((address, index) => addresses.indexOf(address) !== index);
}

function recipientsOf({ to, cc = [], bcc = [] }: Personalization) {
  return [...to, ...cc, ...bcc];
}

function contentProblems({ content, subject, personalizations, template_id }: MailBody): Problem[] {
  const problems: Problem[] = [];
  if (template_id === undefined && subject === undefined && !personalizations.every((one) => one.subject)) {
    problems.push({
      field: 'subject',
      message:
        'The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.',
    });
  }
  if (template_id === undefined && (content ?? []).length === 0) {
    problems.push({
      field: 'content',
      message:
        'Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block.',
    });
  }
  const ranks = (content ?? []).map(({ type }) => rankOf(type));
  const isDisordered = (rank: number, index: number) =>
    index > 0 && (rank < (ranks[index - 1] ?? 0) || (rank < 2 && rank === ranks[index - 1]));
  if (ranks.some(isDisordered)) {
    problems.push({
      field: 'content',
      message:
        'If present, text/plain and text/html may only be provided once. If present, text/plain must be first, followed by text/html, followed by any other content.',
    });
  }
  return problems;
}

function rankOf(type: string): number {
  const place = ['text/plain', 'text/html'].indexOf(type.toLowerCase());
  return place < 0 ? 2 : place;
}

function templateProblems({ template_id, personalizations }: MailBody): Problem[] {
  if (template_id !== undefined && !templateForm.test(template_id)) {
    const message = `The template_id must be a valid GUID, you provided '${template_id}'.`;
    return [{ field: 'template_id', message }];
  }
  if (template_id === undefined) {
    return personalizations.some((one) => one.dynamic_template_data !== undefined)
      ? [{ field: 'template_id', message: 'The template_id is required when using dynamic templates' }]
      : [];
  }
  return personalizations.flatMap(({ substitutions }, index) =>
    substitutions !== undefined && template_id.startsWith('d-')
      ? [
          {
            field: `personalizations.${index}.substitutions`,
            message: 'Substitutions may not be used with dynamic templating',
          },
        ]
      : [],
  );
}

function customArgsProblems({ custom_args, personalizations }: MailBody): Problem[] {
  return personalizations.flatMap((one, index) => {
    const merged = JSON.stringify({ ...custom_args, ...one.custom_args });
    if (new TextEncoder().encode(merged).length <= 10_000) return [];
    const message =
      'The combined size of both global and personalization custom arguments may not exceed 10,000 bytes per personalization.';
    return [{ field: `personalizations.${index}.custom_args`, message }];
  });
}

function scheduleProblems({ send_at, personalizations, batch_id }: MailBody, account: Account): Problem[] {
  const latest = account.now() + maxAheadSeconds;
  const message = 'Scheduling more than 72 hours in advance is forbidden.';
  const problems = personalizations.flatMap((one, index) =>
    (one.send_at ?? 0) > latest ? [{ field: `personalizations.${index}.send_at`, message }] : [],
  );
  if ((send_at ?? 0) > latest) problems.push({ field: 'send_at', message });
  if (batch_id !== undefined && !isBatch(account, batch_id)) {
    problems.push({ field: 'batch_id', message: 'The batch_id must be a valid batch id.' });
  }
  return problems;
}

/** A batch id is good for ten days: sendgrid/docs source/API_Reference/Web_API_v3/cancel_schedule_send */
export function isBatch({ batches, now }: Account, id: string): boolean {
  const made = batches.get(id);
  return made !== undefined && now() - made < batchLifeSeconds;
}

function accountProblems({ asm, ip_pool_name }: MailBody, { options }: Account): Problem[] {
  const groups = options.unsubscribeGroups ?? [];
  const problems: Problem[] = [];
  if (asm !== undefined && !groups.includes(asm.group_id)) {
    const message = `The ASM group ID must be a valid Group ID on your account. You provided ${asm.group_id}.`;
    problems.push({ field: 'asm.group_id', message });
  }
  const unknown = (asm?.groups_to_display ?? []).filter((id) => !groups.includes(id));
  if (unknown.length > 0) {
    const message = `All ASM groups to display must be valid ASM groups IDs on your account. You provided ${unknown.join(', ')}.`;
    problems.push({ field: 'asm.groups_to_display', message });
  }
  if (ip_pool_name !== undefined && !options.ipPools?.includes(ip_pool_name)) {
    const message = `The IP Pool name must be a valid pool name for your account. You provided ${ip_pool_name}.`;
    problems.push({ field: 'ip_pool_name', message });
  }
  return problems;
}
