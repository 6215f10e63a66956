import type { AnyCapabilities } from '../../contract.ts';
import type { RawWebhook, WebhookInput } from '../../webhook.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow, Needs } from '../suite.ts';

/** A provider's webhooks, as its harness makes them. */
export interface WebhookSource {
  /** Every webhook so far, signed as the provider signs it, oldest first. */
  sent(): Promise<readonly RawWebhook[]>;
  /**
   * Signs any body.
   * `key`: the one that is configured first (default), the second one that is valid beside it while keys are
   * rotated, or one that is not configured. `timestamp`: epoch seconds; default now.
   */
  sign(
    body: Uint8Array,
    options?: { readonly key?: 'first' | 'second' | 'foreign'; readonly timestamp?: number },
  ): Promise<RawWebhook>;
}

/** What a category says of its webhooks: the cases about which are believed are the same for all. */
export interface WebhookTrial<S, N extends string, T extends string, C extends AnyCapabilities> {
  /** What a provider needs so that `genuine` comes about: at least the trait `webhooks`. */
  readonly needs: Needs<N, T, C>;
  /** Lets something happen of which the provider tells: the webhook, as it signed it. */
  genuine(scene: S): Promise<RawWebhook>;
  source(scene: S): WebhookSource;
  receive(scene: S, input: WebhookInput): Promise<readonly { readonly id: string }[]>;
}

/** Rows by the name of their behaviour. */
export type Rows<S, N extends string, T extends string, C extends AnyCapabilities> = Readonly<
  Record<string, CaseRow<S, N, T, C>>
>;

/** The facade's time in epoch seconds. */
export function seconds(scene: Scene): number {
  return Math.floor(scene.clock.now() / 1000);
}

/** The body as a framework that parses it hands it over. */
export function parsed({ body }: RawWebhook): unknown {
  return JSON.parse(new TextDecoder().decode(body));
}
