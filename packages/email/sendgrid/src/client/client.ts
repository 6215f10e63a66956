import { type Attempt, type Kit, reveal } from '@patchbay/core';
import type sharedClient from '@sendgrid/client';
import type sharedMail from '@sendgrid/mail';
import type { SendgridEmailOptions } from '../options.ts';
import { toAxiosAdapter } from './axios-adapter.ts';

// The SDK's declarations join `export =` with `export {}`: its classes can be named by their shared instances only.
type Client = typeof sharedClient;
type MailService = typeof sharedMail;

/** A mail as the SDK takes it. */
export type MailData = Exclude<Parameters<MailService['send']>[0], readonly unknown[]>;

/** The SDK of one account: its own service and client, never the instances that all users of the SDK share. */
export interface SendgridClient {
  /** Sends mails. */
  readonly mail: MailService;
  /** Everything else: `client.request({ method, url, qs, body })`. */
  readonly client: Client;
  /** The same, bound to an attempt: of headers the SDK's `send` knows only the message's own. */
  withAttempt(attempt: Pick<Attempt, 'headers'>): Pick<SendgridClient, 'mail' | 'client'>;
}

const regions = { global: 'https://api.sendgrid.com', eu: 'https://api.eu.sendgrid.com' } as const;

/** Loads the SDK and makes its clients. */
export async function loadClient(options: SendgridEmailOptions, kit: Kit): Promise<SendgridClient> {
  const [mailModule, clientModule] = await Promise.all([
    import('@sendgrid/mail'),
    import('@sendgrid/client'),
  ]);
  const MailService = classOf(mailModule.default, 'MailService');
  const Client = classOf(clientModule.default, 'Client');
  const { apiKey, region = 'global', baseUrl = regions[region] } = options;
  const defaults = { url: '', baseUrl, adapter: toAxiosAdapter(kit) };
  const open = (headers: Attempt['headers'] = {}): Pick<SendgridClient, 'mail' | 'client'> => {
    const client = new Client();
    client.setApiKey(reveal(apiKey));
    client.setDefaultRequest(defaults); // after the key, which sets the base URL back
    client.setDefaultHeader({ ...headers });
    const mail = new MailService();
    mail.setClient(client);
    return { mail, client };
  };
  return { ...open(), withAttempt: ({ headers }) => open(headers) };
}

/** The class of an instance that the SDK shares; it hangs on the instance. */
function classOf<T extends object>(shared: T, name: string): new () => T {
  const found: unknown = Reflect.get(shared, name);
  if (isClass(found)) return found;
  throw new TypeError(`The SDK of SendGrid has no ${name}.`);
}

function isClass(value: unknown): value is new () => never {
  return typeof value === 'function';
}
