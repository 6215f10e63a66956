import type {
  AnyCapabilities,
  Contract,
  Integration,
  OperationName,
  Portable,
  Requirement,
} from '@patchbay/core';
import { DriverFailure, type Facade, underOperation } from '@patchbay/core';
import { type RawWebhook, readWebhook, type WebhookInput } from '@patchbay/core/webhook';
import type { EmailApi } from './api.ts';
import type { EmailTrait } from './capabilities.ts';
import { type EmailEvent, withObject } from './events.ts';
import type { InboundMail } from './inbound.ts';
import type { Message } from './message.ts';
import { operations } from './operations.ts';
import { type SendManyOptions, type SendResult, sendMany } from './send-many.ts';

/** What the category offers over its operations, the same for every vendor. @sealed */
export interface EmailMethods {
  /**
   * Sends many mails, several at a time; yields what became of each as soon as it is known. One that fails never stops
   * the others. With `idempotencyKey` each mail has the key `<key>:<index>`.
   * @example
   * for await (const result of email.sendMany(messages)) if (!result.ok) report(result.index, result.error);
   */
  sendMany(
    messages: Iterable<Message> | AsyncIterable<Message>,
    options?: SendManyOptions,
  ): AsyncIterable<SendResult>;
  readonly webhooks: {
    /**
     * Verifies a webhook on its raw bytes and returns its events; a forged, stale or malformed one is refused.
     * @throws `IntegrationError` `webhook_rejected`; answer with its HTTP status.
     */
    receive(input: WebhookInput): Promise<readonly EmailEvent[]>;
  };
  readonly inbound: {
    /**
     * Reads a mail that the provider took in and passes on. Trait `inbound`.
     * @throws `IntegrationError` `webhook_rejected` when it is not what the provider sends; `unsupported`.
     */
    receive(input: WebhookInput): Promise<InboundMail>;
  };
  /**
   * Answers a request for a page that the provider serves from within your application, as an embedded one does.
   * `undefined`: the request is not for it, or it has no such pages.
   * @example app.all('/mail/*', async (request) => (await email.pages(request)) ?? notFound());
   */
  pages(request: Request): Promise<Response | undefined>;
}

/** The parts of an email adapter outside the pipeline. */
export interface EmailParts {
  /** Verifies raw bytes and maps the vendor's events. Never loads the vendor's SDK. */
  readonly webhook: { readonly verify: (webhook: RawWebhook) => Promise<readonly EmailEvent[]> };
  /** Reads a mail that came in. Never loads the vendor's SDK. */
  readonly inbound?: { readonly read: (webhook: RawWebhook) => Promise<InboundMail> };
  /** Pages that are served from within the application. Called when the client is loaded. */
  readonly pages?: { readonly handle: (request: Request) => Promise<Response | undefined> };
}

/** The email of one vendor: what it lacks does not compile. For adapter authors. */
export type EmailOf<C extends AnyCapabilities> = Integration & Facade<EmailApi, C> & EmailMethods;

/** The email of any vendor that has the operations `N`. For application code. */
export type Email<N extends OperationName<EmailApi> = never> = Integration &
  Portable<EmailApi, N> &
  EmailMethods;

/** What application code may need beyond operations. */
export interface EmailNeeds {
  /** Abilities within operations, for example `attachments`. */
  readonly traits?: readonly EmailTrait[];
}

/** The email category as data. @sealed */
export interface EmailContract extends Contract<EmailApi, EmailMethods, EmailParts> {
  /**
   * What application code requires of whoever provides email: operations, traits.
   * @example email.needs('send', { traits: ['attachments', 'inline'] })
   */
  needs<const N extends readonly (OperationName<EmailApi> | EmailNeeds)[]>(
    ...needs: N
  ): Requirement<Email<Extract<N[number], string>>>;
}

/** The longest mail that any provider passes on, with its form around it. */
const longestMailBytes = 40 * 1024 * 1024;

/** The email category: its table of operations, its methods, and `needs`. */
export const email: EmailContract = {
  category: 'email',
  operations,
  ids: ['id', 'objectId', 'messageId'],
  proofOf: ({ vendorKey }: EmailEvent) => (vendorKey === undefined ? undefined : { vendorKey }),
  methods: ({ operations: api, integration, parts }) => ({
    sendMany: (messages, options) => sendMany(api.send, messages, options),
    webhooks: {
      receive: (input) =>
        underOperation(integration, 'webhooks.receive', async () => {
          if (parts.webhook === undefined) throw lacking('webhooks');
          return (await parts.webhook.verify(await readWebhook(input))).map(withObject);
        }),
    },
    inbound: {
      receive: (input) =>
        underOperation(integration, 'inbound.receive', async () => {
          if (parts.inbound === undefined) throw lacking('inbound mail');
          return parts.inbound.read(await readWebhook(input, longestMailBytes));
        }),
    },
    pages: (request) =>
      underOperation(integration, 'pages', async () => {
        if (parts.pages === undefined) return undefined;
        await integration.native(); // the pages work on the client, which `close` ends
        return parts.pages.handle(request);
      }),
  }),
  needs(...needs) {
    const further = needs.filter((need) => typeof need === 'object');
    return {
      category: 'email',
      operations: needs.filter((need) => typeof need === 'string'),
      traits: further.flatMap(({ traits = [] }) => traits),
      problems: () => [],
    };
  },
};

function lacking(what: string): DriverFailure {
  return new DriverFailure({ code: 'unsupported', message: `It has no ${what}.` });
}
