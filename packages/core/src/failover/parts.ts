import { IntegrationError } from '../error.ts';
import type { Integration } from '../integration.ts';
import { tagIds } from './ids.ts';
import { methodOf } from './member.ts';

type Answer = (input: unknown) => unknown;

/**
 * The parts of a group outside the pipeline: whichever member knows a webhook, a mail that came in or a page answers.
 * `seen` is called for each event before it is handed over.
 */
export function groupParts<Parts>(
  members: readonly Integration[],
  idFields: ReadonlySet<string>,
  seen?: (event: unknown) => Promise<void>,
): Partial<Parts> {
  const receivers = receiversOf(members, 'webhooks.receive');
  const readers = receiversOf(members, 'inbound.receive');
  const pages = members.map((member) => methodOf(member, 'pages'));
  const parts: unknown = {
    webhook: {
      async verify(webhook: unknown) {
        const events = await firstBelieved(receivers, webhook, idFields);
        if (seen !== undefined && Array.isArray(events)) await Promise.all(events.map(seen));
        return events;
      },
    },
    inbound: { read: (webhook: unknown) => firstBelieved(readers, webhook, idFields) },
    pages: { handle: (request: unknown) => firstAnswer(pages, request) },
  };
  return parts as Partial<Parts>; // these are the parts that categories with groups have
}

type Receiver = readonly [member: string, receive: Answer | undefined];

function receiversOf(members: readonly Integration[], method: string): readonly Receiver[] {
  return members.map((member) => [member.name, methodOf(member, method)]);
}

/** A signature is right for one secret only, so that a webhook is of whoever believes it. */
async function firstBelieved(
  receivers: readonly Receiver[],
  webhook: unknown,
  idFields: ReadonlySet<string>,
): Promise<unknown> {
  let refusal: unknown;
  for (const [member, receive] of receivers) {
    try {
      if (receive !== undefined) return tagIds(await receive(webhook), idFields, member);
    } catch (error) {
      refusal = moreTelling(refusal, error);
    }
  }
  throw refusal;
}

/** Who finds no signature of theirs says less than who finds a wrong one. */
function moreTelling(before: unknown, error: unknown): unknown {
  if (before === undefined) return error;
  const saysLittle =
    IntegrationError.is(before, 'unsupported') ||
    IntegrationError.is(before, 'webhook_rejected', 'signature_missing');
  return saysLittle ? error : before;
}

async function firstAnswer(pages: readonly (Answer | undefined)[], request: unknown): Promise<unknown> {
  for (const page of pages) {
    const answer = await page?.(request);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
