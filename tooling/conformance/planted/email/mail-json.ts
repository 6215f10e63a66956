/** A mailbox as SendGrid's API takes it. */
export interface Mailbox {
  email: string;
  name?: string;
}

/** A mail as SendGrid's API takes it, to be changed. Only what a client of ours, or a rule of the API, is about. */
export interface MailJson {
  personalizations: Personalization[];
  from?: Mailbox;
  reply_to?: Mailbox;
  reply_to_list?: Mailbox[];
  subject?: string;
  content?: { type: string; value: string }[];
  attachments?: AttachmentJson[];
  template_id?: string;
  headers?: Record<string, string>;
  categories?: string[];
  custom_args?: Record<string, unknown>;
  send_at?: number | string;
  batch_id?: string;
  tracking_settings?: Record<string, { enable: boolean }>;
  mail_settings?: Record<string, { enable: boolean }>;
}

export interface Personalization {
  to?: Mailbox[];
  cc?: Mailbox[];
  bcc?: Mailbox[];
  headers?: Record<string, string>;
  custom_args?: Record<string, unknown>;
  dynamic_template_data?: Record<string, unknown>;
}

export interface AttachmentJson {
  content: string;
  filename?: string;
  type?: string;
  disposition?: string;
  content_id?: string;
}

export const sendPath = '/v3/mail/send';

/** The mail in a body, changed. A body that is no JSON stays as it is. */
export function changeMail(body: string, change: (mail: MailJson) => void): string {
  try {
    const mail: MailJson = JSON.parse(body);
    change(mail);
    return JSON.stringify(mail);
  } catch {
    return body;
  }
}

/** Everyone who gets the mail. */
export function everyone({ personalizations }: MailJson): readonly Mailbox[] {
  return personalizations.flatMap(({ to = [], cc = [], bcc = [] }) => [...to, ...cc, ...bcc]);
}
