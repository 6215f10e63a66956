import type {
  AnyCapabilities,
  CallOptions,
  Contract,
  Integration,
  OperationName,
  Portable,
  Requirement,
} from '@patchbay/core';
import { DriverFailure, type Facade, underOperation } from '@patchbay/core';
import type { RawWebhook, WebhookInput } from '@patchbay/core/webhook';
import { readWebhook } from '@patchbay/core/webhook';
import type { PaymentsApi } from './api.ts';
import type { PaymentsCapabilities, PaymentsTrait } from './capabilities.ts';
import { isCurrency } from './currencies.ts';
import { type PaymentEvent, withObject } from './events.ts';
import { isLossless } from './money.ts';
import { operations } from './operations.ts';
import type { PaymentState } from './payment.ts';
import { type PaymentStore, type Settlement, settle } from './settle.ts';

/** What the category offers over its operations, the same for every vendor. @sealed */
export interface PaymentsMethods {
  readonly webhooks: {
    /**
     * Verifies a webhook on its raw bytes and returns its events; a forged, stale or malformed one is refused.
     * @throws `IntegrationError` `webhook_rejected`; answer with its HTTP status.
     */
    receive(input: WebhookInput): Promise<readonly PaymentEvent[]>;
  };
  /**
   * Brings your record of a payment up to date with the vendor. Webhook and return page call the same function, so it
   * does not matter which comes first, twice or late: each change is handed to exactly one call.
   *
   * An id is looked up at the vendor. A provider without `get` is not asked: give it the payment itself, as an answer
   * or a verified event (`subject.object`) brought it.
   * @throws `IntegrationError` as `get` does, `unsupported` for an id at a provider without `get`; what the store
   * throws, as it is; `Error` when the store refuses to save 20 times in a row.
   * @example
   * const { payment, changes } = await payments.settle(paymentId, store);
   * if (changes.includes('captured')) await ship(payment.reference);
   */
  settle(payment: string | PaymentState, store: PaymentStore, options?: CallOptions): Promise<Settlement>;
  /**
   * Answers a request for a hosted page that the provider serves from within your application, as an embedded one
   * does. `undefined`: the request is not for it, or the vendor hosts its pages itself.
   * @example app.all('/payments/*', async (request) => (await payments.pages(request)) ?? notFound());
   */
  pages(request: Request): Promise<Response | undefined>;
}

/** The parts of a payments adapter outside the pipeline. */
export interface PaymentsParts {
  /** Verifies raw bytes and maps the vendor's events. Never loads the vendor's SDK. */
  readonly webhook: { readonly verify: (webhook: RawWebhook) => Promise<readonly PaymentEvent[]> };
  /** Pages that are served from within the application. Called when the client is loaded. */
  readonly pages?: { readonly handle: (request: Request) => Promise<Response | undefined> };
}

/** The payments of one vendor: what it lacks does not compile. For adapter authors. */
export type PaymentsOf<C extends AnyCapabilities> = Integration & Facade<PaymentsApi, C> & PaymentsMethods;

/** The payments of any vendor that has the operations `N`. For application code. */
export type Payments<N extends OperationName<PaymentsApi> = never> = Integration &
  Portable<PaymentsApi, N> &
  PaymentsMethods;

/** What application code may need beyond operations. */
export interface PaymentsNeeds {
  /** Abilities within operations, for example `refund.partial`. */
  readonly traits?: readonly PaymentsTrait[];
  /** Currencies whose every amount the provider must be able to express. */
  readonly currencies?: readonly string[];
}

/** The payments category as data. @sealed */
export interface PaymentsContract extends Contract<PaymentsApi, PaymentsMethods, PaymentsParts> {
  /**
   * What application code requires of whoever provides payments: operations, traits, currencies.
   * @example payments.needs('create', 'refunds.create', { traits: ['refund.partial'], currencies: ['EUR'] })
   */
  needs<const N extends readonly (OperationName<PaymentsApi> | PaymentsNeeds)[]>(
    ...needs: N
  ): Requirement<Payments<Extract<N[number], string>>>;
}

/** The payments category: its table of operations, its methods, and `needs`. */
export const payments: PaymentsContract = {
  category: 'payments',
  operations,
  ids: [
    'id',
    'objectId',
    'paymentId',
    'customerId',
    'paymentMethodId',
    'subscriptionId',
    'setupId',
    'planId',
  ],
  proofOf: ({ subject }: PaymentEvent) => {
    const made = 'object' in subject ? subject.object : undefined;
    return made?.vendorKey === undefined ? undefined : { vendorKey: made.vendorKey, result: made };
  },
  methods: ({ operations: api, integration, parts }) => ({
    webhooks: {
      receive: (input) =>
        underOperation(integration, 'webhooks.receive', async () => {
          if (parts.webhook === undefined)
            throw new DriverFailure({ code: 'unsupported', message: 'It has no webhooks.' });
          return (await parts.webhook.verify(await readWebhook(input))).map(withObject);
        }),
    },
    settle: (payment, store, options) => settle(api, payment, store, options),
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
      category: 'payments',
      operations: needs.filter((need) => typeof need === 'string'),
      traits: further.flatMap(({ traits = [] }) => traits),
      problems: (capabilities) =>
        currencyProblems(
          capabilities,
          further.flatMap(({ currencies = [] }) => currencies),
        ),
    };
  },
};

function currencyProblems(capabilities: AnyCapabilities, currencies: readonly string[]): readonly string[] {
  const { currencies: rules = { accepted: 'any' } } = capabilities as Partial<PaymentsCapabilities>;
  return currencies.flatMap((currency) => {
    if (!isCurrency(currency)) return [`${currency} is no currency of ISO 4217`];
    return isLossless(currency, rules)
      ? []
      : [`${capabilities.provider} cannot express every amount of ${currency}`];
  });
}
