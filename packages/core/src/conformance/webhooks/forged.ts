import type { AnyCapabilities } from '../../contract.ts';
import type { RawWebhook } from '../../webhook.ts';
import { assertError } from '../error-form.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow } from '../suite.ts';
import { parsed, type Rows, seconds, type WebhookTrial } from './trial.ts';

type Forge<S> = (scene: S, genuine: RawWebhook) => Promise<RawWebhook>;

interface Forgery<S> {
  readonly reason: string;
  readonly title: string;
  readonly forge: Forge<S>;
}

/** What is refused, and why. */
export function forgedRows<S extends Scene, N extends string, T extends string, C extends AnyCapabilities>(
  trial: WebhookTrial<S, N, T, C>,
): Rows<S, N, T, C> {
  const rows = Object.entries(forgeries(trial)).map(([name, { reason, title, forge }]) => {
    const row: CaseRow<S, N, T, C> = {
      title,
      needs: trial.needs,
      parameters: { reason, forge: forge.toString() },
      async run(scene) {
        const forged = await forge(scene, await trial.genuine(scene));
        const error = await scene.failure(trial.receive(scene, forged));
        assertError(error, { code: 'webhook_rejected', reason });
      },
    };
    return [name, row] as const;
  });
  return Object.fromEntries(rows);
}

function forgeries<S extends Scene>({
  source,
}: Pick<WebhookTrial<S, never, never, AnyCapabilities>, 'source'>): Readonly<Record<string, Forgery<S>>> {
  return {
    wrong_key: {
      reason: 'signature_invalid',
      title: 'A webhook signed with another key is refused.',
      forge: (scene, { body }) => source(scene).sign(body, { key: 'foreign' }),
    },
    truncated: {
      reason: 'signature_invalid',
      title: 'A webhook whose end is missing is refused.',
      forge: async (_scene, webhook) => ({ ...webhook, body: webhook.body.slice(0, -7) }),
    },
    extended: {
      reason: 'signature_invalid',
      title: 'A webhook with something added is refused.',
      forge: async (_scene, webhook) => ({ ...webhook, body: new Uint8Array([...webhook.body, 32]) }),
    },
    serialised_again: {
      reason: 'signature_invalid',
      title: 'A body that was parsed and written again is another body: it is refused.',
      forge: async (_scene, webhook) => {
        const text = JSON.stringify(parsed(webhook), null, 3);
        return { ...webhook, body: new TextEncoder().encode(text) };
      },
    },
    empty_body: {
      reason: 'signature_invalid',
      title: 'An empty body under somebody else’s signature is refused.',
      forge: async (_scene, webhook) => ({ ...webhook, body: new Uint8Array() }),
    },
    unsigned: {
      reason: 'signature_missing',
      title: 'Without a signature it is refused.',
      forge: async (_scene, { body, url }) => ({
        url,
        body,
        headers: new Headers({ 'content-type': 'application/json' }),
      }),
    },
    stale: {
      reason: 'timestamp_outside_tolerance',
      title: 'A webhook signed more than five minutes ago is refused.',
      forge: (scene, { body }) => source(scene).sign(body, { timestamp: seconds(scene) - 301 }),
    },
    from_the_future: {
      reason: 'timestamp_outside_tolerance',
      title: 'A webhook signed more than five minutes ahead is refused.',
      forge: (scene, { body }) => source(scene).sign(body, { timestamp: seconds(scene) + 302 }),
    },
    captured_and_sent_later: {
      reason: 'timestamp_outside_tolerance',
      title: 'A genuine webhook that somebody recorded is refused ten minutes later.',
      forge: async (scene, webhook) => scene.clock.advance(600_000).then(() => webhook),
    },
    signed_nonsense: {
      reason: 'payload_malformed',
      title: 'A signed body that is no event is refused, not guessed at.',
      forge: (scene) => source(scene).sign(new TextEncoder().encode('{"hello":"world"}')),
    },
    signed_garbage: {
      reason: 'payload_malformed',
      title: 'A signed body that is no JSON is refused.',
      forge: (scene) => source(scene).sign(new TextEncoder().encode('[{"event": "delivered", ')),
    },
    too_large: {
      reason: 'too_large',
      title: 'A body of more than a mebibyte is refused unread.',
      forge: async (_scene, webhook) => ({ ...webhook, body: new Uint8Array(1024 * 1024 + 1) }),
    },
  };
}
