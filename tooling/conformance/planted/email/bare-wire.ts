import type { WireHandler } from '@patchbay/core/conformance';
import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import type { StrictnessCase } from '../lenient.ts';

const origin = 'http://127.0.0.1';
/** Noon of a day, for the fake's clock. */
export const noon = Date.UTC(2026, 10, 22, 12);

/** A request as any client of SendGrid's could send it. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  /** Over the usual ones; an empty text leaves a header out. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Over the fields of a mail that is accepted; `undefined` leaves one out. */
  readonly mail?: Readonly<Record<string, unknown>>;
  /** In place of a mail. */
  readonly json?: unknown;
  /** In place of JSON. */
  readonly body?: string;
}

const mail = {
  personalizations: [{ to: [{ email: 'ada@example.com' }] }],
  from: { email: 'shop@example.com' },
  subject: 'Your order',
  content: [{ type: 'text/plain', value: 'Thank you.' }],
};

/** A request that SendGrid answers with this status, after others that it takes. */
export function rejects(
  id: string,
  title: string,
  sent: Sent,
  status = 400,
  before: readonly Sent[] = [],
): StrictnessCase {
  return {
    id: `fake.${id}`,
    title,
    async run(lenient) {
      const fake = sendgridFake({ now: () => noon });
      const strict: WireHandler = (request) => fake.handle(request);
      const handle = lenient?.lenience(strict) ?? strict;
      let batch = '';
      for (const step of before) {
        const answer = await send(handle, step, batch);
        if (!answer.ok) throw new Error(`${title} A step before was answered ${answer.status}.`);
        const { batch_id: made = batch } = Object(await answer.json());
        batch = String(made);
      }
      const answer = await send(handle, sent, batch);
      const count = fake.accepted.length;
      if (answer.status !== status || count > 0)
        throw new Error(`${title} Expected ${status} and no mail, found ${answer.status} and ${count}.`);
    },
  };
}

function send(handle: WireHandler, sent: Sent, batch: string): Promise<Response> {
  const { method = 'POST', path = '/v3/mail/send', json = { ...mail, ...sent.mail } } = sent;
  const usual = { authorization: 'Bearer SG.fake.fake', 'content-type': 'application/json', ...sent.headers };
  const headers = Object.fromEntries(Object.entries(usual).filter(([, value]) => value !== ''));
  const text = (sent.body ?? JSON.stringify(json)).replace('{batch}', batch);
  const body = method === 'GET' ? {} : { body: text };
  return handle(new Request(`${origin}${path.replace('{batch}', batch)}`, { method, headers, ...body }));
}
