import type { DisabledReason, Endpoint } from '@patchbay/webhooks/send';
import type { FC } from 'hono/jsx';
import { type Frame, Layout } from './layout.tsx';
import { Mark } from './mark.tsx';

/** Who is told, and what can be done with each. */
export const EndpointList: FC<{ readonly endpoints: readonly Endpoint[] }> = ({ endpoints }) =>
  endpoints.length === 0 ? (
    <p class="small">Nobody is told of our orders yet.</p>
  ) : (
    <ul class="refunds identities">
      {endpoints.map((endpoint) => (
        <EndpointItem {...endpoint} />
      ))}
    </ul>
  );

const EndpointItem: FC<Endpoint> = ({ id, url, events, status, disabledReason }) => {
  const isEnabled = status === 'enabled';
  return (
    <li>
      <Mark shape={isEnabled ? 'full' : 'ring'} tone={isEnabled ? 'good' : 'idle'} />
      <span>
        <code>{url}</code>
        <br />
        <span class="request">
          {events.length === 0 ? 'every event' : events.join(', ')};{' '}
          {isEnabled ? 'enabled' : disabledWords[disabledReason ?? 'by_owner']}
        </span>
      </span>
      <form method="post" action={`/deliveries/endpoints/${id}`} class="row">
        <Press to={isEnabled ? 'disable' : 'enable'} label={isEnabled ? 'Disable' : 'Enable'} url={url} />
        <Press to="rotate" label="New secret" url={url} />
        <Press to="delete" label="Delete" url={url} />
      </form>
      <form method="post" action={`/deliveries/endpoints/${id}/replay`} class="row">
        <label for={`hours-${id}`}>Replay what it was to have in the last</label>
        <select id={`hours-${id}`} name="hours">
          <option value="1">hour</option>
          <option value="24" selected>
            day
          </option>
          <option value="168">week</option>
          <option value="720">30 days</option>
        </select>
        <button type="submit" class="quiet" aria-label={`Replay all to ${url}`}>
          Replay all
        </button>
      </form>
    </li>
  );
};

interface PressProps {
  readonly to: 'enable' | 'disable' | 'rotate' | 'delete';
  readonly label: string;
  readonly url: string;
}

const Press: FC<PressProps> = ({ to, label, url }) => (
  <button type="submit" name="do" value={to} class="quiet" aria-label={`${label}: ${url}`}>
    {label}
  </button>
);

const disabledWords = {
  by_owner: 'disabled',
  gone: 'disabled: it answered 410',
  failing: 'disabled: it failed for too long',
} as const satisfies Record<DisabledReason, string>;

/** Tells the shop of one more endpoint. */
export const EndpointForm: FC = () => (
  <form method="post" action="/deliveries/endpoints" class="buy side">
    <label for="url">URL of an endpoint</label>
    <input id="url" name="url" type="url" maxlength={2048} autocomplete="off" required />
    <label for="events">Events, such as order.paid or order.*; none for every one</label>
    <input id="events" name="events" autocomplete="off" maxlength={1000} />
    <button type="submit">Add</button>
  </form>
);

interface SecretProps extends Frame {
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
}

/** What an endpoint's owner verifies our webhooks with: this page is the only one that ever shows it. */
export const EndpointSecretPage: FC<SecretProps> = ({ url, secret, ...frame }) => (
  <Layout {...frame} title="A secret, shown once">
    <div class="opening">
      <h1>Copy this secret now</h1>
      <p class="lead">
        It signs what we send to the endpoint, and is not shown again. One that it replaces is valid for
        another day.
      </p>
    </div>
    <dl class="facts">
      <div>
        <dt>Endpoint</dt>
        <dd class="request">{url}</dd>
      </div>
      <div>
        <dt>Secret</dt>
        <dd class="request">
          <code>{secret}</code>
        </dd>
      </div>
    </dl>
    <div class="opening">
      <a class="button" href="/deliveries#out">
        Back to the deliveries
      </a>
    </div>
  </Layout>
);
