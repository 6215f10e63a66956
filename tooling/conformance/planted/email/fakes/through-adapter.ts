import type { LenientFake } from '../../lenient.ts';
import { answering, rewriting, rewritingMail } from '../lenient.ts';
import { everyone } from '../mail-json.ts';

const on = 'sendgrid';
const goodKey = 'SG.harness.key0000000000000000000001';

/** Leniences that the suite notices through the adapter. */
export const adapterFakes: readonly LenientFake[] = [
  lets(
    'any-key-reads',
    'lists addresses for any API key',
    'errors.suppressions.list.wrong_credential',
    anyKey('GET'),
  ),
  lets('any-key-sends', 'sends mails for any API key', 'errors.send.wrong_credential', anyKey('POST')),
  lets(
    'any-key-is-checked',
    'tells any API key what it may do',
    'resilience.check.tells_a_wrong_credential',
    anyKey('GET'),
  ),
  lets(
    'any-sender',
    'sends for a sender that nobody verified',
    'errors.send.unverified_sender',
    rewritingMail((mail) => {
      if (mail.from !== undefined) mail.from.email = 'orders@shop.example';
    }),
  ),
  lets(
    'suppressed-are-served',
    'sends to whom it must not',
    'contract.send.suppressed_recipient',
    rewritingMail((mail) => {
      mail.mail_settings = { ...mail.mail_settings, bypass_list_management: { enable: true } };
    }),
  ),
  lets(
    'bounces-forgotten',
    'sends again to a mailbox that is gone',
    'contract.suppressions.get.after_a_hard_bounce',
    rewritingMail((mail) => {
      if (everyone(mail).length > 1) mail.mail_settings = { bypass_list_management: { enable: true } };
    }),
  ),
  lets(
    'time-ignored',
    'sends at once what should wait',
    'contract.send.waits_for_its_time',
    rewritingMail((mail) => {
      delete mail.send_at;
    }),
  ),
  lets(
    'cancel-ignored',
    'answers a cancellation and sends all the same',
    'contract.schedule.cancel.cancelled_is_never_sent',
    (next) => async (request) =>
      isHold(request) ? Response.json(await request.json(), { status: 201 }) : next(request),
  ),
  lets(
    'any-batch',
    'knows batches that nobody made',
    'errors.schedule.cancel.unknown_id',
    answering(async ({ url }, response) => {
      if (response.ok || !/^\/v3\/(mail\/batch|user\/scheduled_sends)/.test(url.pathname)) return undefined;
      return Response.json(
        { batch_id: decodeURIComponent(url.pathname.split('/').at(-1) ?? '') },
        { status: url.pathname.includes('batch') ? 200 : 201 },
      );
    }),
  ),
  lets(
    'addition-ignored',
    'answers an addition and forgets it',
    'contract.suppressions.get.tells_why',
    (next) => async (request) =>
      isAddition(request) ? Response.json(await request.json(), { status: 201 }) : next(request),
  ),
  lets(
    'removal-ignored',
    'answers a removal and keeps the address',
    'contract.suppressions.remove.is_served_again',
    (next) => async (request) =>
      request.method === 'DELETE' ? new Response(null, { status: 204 }) : next(request),
  ),
  lets(
    'removal-of-all',
    'takes everybody off for one',
    'contract.suppressions.remove.others_stay',
    (next) => async (request) => {
      const { url, headers } = request;
      if (request.method === 'DELETE') {
        const list = await next(new Request(new URL('/v3/suppression/unsubscribes', url), { headers }));
        for (const { email } of (await list.json()) as readonly { readonly email: string }[])
          await next(
            new Request(new URL(`/v3/asm/suppressions/global/${encodeURIComponent(email)}`, url), {
              method: 'DELETE',
              headers,
            }),
          );
      }
      return next(request);
    },
  ),
  lets(
    'pages-of-any-size',
    'ignores how many were asked for',
    'contract.suppressions.list.page_by_page',
    rewriting(({ url }) => {
      if (url.searchParams.has('limit')) url.searchParams.set('limit', '500');
    }),
  ),
  lets(
    'blind-copies-shown',
    'shows blind copies',
    'contract.send.blind_copies_are_secret',
    rewritingMail(({ personalizations }) => {
      for (const person of personalizations) {
        person.cc = [...(person.cc ?? []), ...(person.bcc ?? [])];
        delete person.bcc;
      }
    }),
  ),
  lets(
    'arguments-dropped',
    'forgets custom arguments',
    'webhooks.webhooks.receive.carries_reference_and_metadata',
    rewritingMail((mail) => {
      delete mail.custom_args;
      for (const person of mail.personalizations) delete person.custom_args;
    }),
  ),
];

function lets(id: string, what: string, caughtBy: string, lenience: LenientFake['lenience']): LenientFake {
  return { id, what, caughtBy, on, lenience };
}

function anyKey(method: string): LenientFake['lenience'] {
  return rewriting((incoming) => {
    if (incoming.method === method) incoming.headers.set('authorization', `Bearer ${goodKey}`);
  });
}

function isHold({ method, url }: Request): boolean {
  return method === 'POST' && new URL(url).pathname === '/v3/user/scheduled_sends';
}

function isAddition({ method, url }: Request): boolean {
  return method === 'POST' && new URL(url).pathname === '/v3/asm/suppressions/global';
}
