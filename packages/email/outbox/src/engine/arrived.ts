import { toBase64 } from '@patchbay/email';
import * as z from 'zod';

/** A mail that a stranger writes to the application. */
export interface ArrivedMail {
  /** As the header says: `Ada Lovelace <ada@example.com>`. */
  readonly from: string;
  readonly to: string;
  readonly cc?: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly bytes: Uint8Array;
    readonly contentId?: string;
  }[];
  /** Whom it is really from and for, where the headers say otherwise. */
  readonly envelope?: { readonly from: string; readonly to: readonly string[] };
}

const text = z.string().exactOptional();

/** The outbox's own form of a mail that came in. */
export const inboundForm = z.strictObject({
  from: z.string(),
  to: z.string(),
  cc: text,
  subject: z.string(),
  text,
  html: text,
  headers: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  attachments: z.array(
    z.strictObject({
      filename: z.string(),
      contentType: z.string(),
      base64: z.base64(),
      contentId: text,
    }),
  ),
  envelope: z.strictObject({ from: z.string(), to: z.array(z.string()) }).exactOptional(),
});

/** Writes a mail in that form. */
export function toInboundBody({ attachments = [], headers = {}, ...mail }: ArrivedMail): string {
  const files = attachments.map(({ bytes, ...file }) => ({ ...file, base64: toBase64(bytes) }));
  const lines = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return JSON.stringify({ ...mail, headers: lines, attachments: files });
}
