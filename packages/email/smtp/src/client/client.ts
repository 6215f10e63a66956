import { type Kit, reveal } from '@patchbay/core';
import type { Transporter } from 'nodemailer';
import type MailComposer from 'nodemailer/lib/mail-composer';
import type { SMTPConnectionSendInfo, SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import type { SmtpEmailOptions } from '../options.ts';
import { type Connection, type ConnectionSettings, leave, openConnection, sendOver } from './connection.ts';
import { toMessageStream } from './message-stream.ts';

/** A mail as nodemailer takes it. */
export type MailData = NonNullable<ConstructorParameters<typeof MailComposer>[0]>;

/** Whom a mail goes to, and whom its bounces go to. */
export type Envelope = SMTPEnvelope;

/** A mail on its way. */
export interface Delivery {
  readonly envelope: Envelope;
  /** The mail in its form for the wire. */
  readonly source: Uint8Array;
  /** Called once, right before the dot that ends the mail may leave: from then on the server may have it. */
  readonly beforeTheDot: () => void;
}

/** nodemailer for one mail server. */
export interface SmtpClient {
  /** nodemailer's own transporter with the same settings, for what the contract has no name for. */
  readonly transporter: Transporter;
  /** Writes a mail in its form for the wire. */
  compose(mail: MailData): Promise<Uint8Array>;
  /** Hands one mail over, once. */
  deliver(delivery: Delivery, signal: AbortSignal): Promise<SMTPConnectionSendInfo>;
  /** Connects, logs in, and leaves. */
  check(signal: AbortSignal): Promise<void>;
  /** Closes the connections that are kept open. */
  close(): void;
}

/** Loads nodemailer, and keeps up to `poolSize` connections that are not in use. */
export async function loadClient(options: SmtpEmailOptions, _kit: Kit): Promise<SmtpClient> {
  const [{ createTransport }, { default: Composer }, { default: SmtpConnection }] = await Promise.all([
    import('nodemailer'),
    import('nodemailer/lib/mail-composer'),
    import('nodemailer/lib/smtp-connection'),
  ]);
  const { auth, ...connection } = toSettings(options);
  const idle = new Set<Connection>();
  const open = (signal: AbortSignal) => openConnection(new SmtpConnection(connection), auth, signal);
  const keep = (used: Connection): void => {
    if (idle.size >= (options.poolSize ?? 0)) return leave(used);
    idle.add(used);
    used.once('end', () => idle.delete(used));
  };
  const take = (): Connection | undefined => {
    const [kept] = idle;
    if (kept !== undefined) idle.delete(kept);
    return kept;
  };
  return {
    transporter: createTransport(toSettings(options)),
    compose: (mail) => new Composer(mail).compile().build(),
    async deliver({ envelope, source, beforeTheDot }, signal) {
      const used = take() ?? (await open(signal));
      const message = toMessageStream(source, beforeTheDot);
      const sent = await sendOver(used, { ...envelope, size: source.byteLength }, message, signal);
      keep(used);
      return sent;
    },
    check: async (signal) => leave(await open(signal)),
    close() {
      for (const kept of idle) leave(kept);
      idle.clear();
    },
  };
}

function toSettings(options: SmtpEmailOptions): ConnectionSettings {
  const { host, port, secure = port === 465, user, password } = options;
  const { requireTls = password !== undefined && !secure } = options;
  return {
    host,
    port: port ?? (secure ? 465 : 587),
    secure,
    requireTLS: requireTls,
    ...(user !== undefined && { auth: { user, pass: password === undefined ? '' : reveal(password) } }),
  };
}
