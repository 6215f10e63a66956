import type { Kit } from '@patchbay/core';
import { Outbox } from './engine/outbox.ts';
import { type OutboxEmailOptions, settingsOf } from './options.ts';
import type { MimeOptions } from './request.ts';

const loadComposer = () => import('nodemailer/lib/mail-composer');

/** Opens the outbox of these options, and loads what writes its mails. */
export async function loadClient(options: OutboxEmailOptions, kit: Kit): Promise<Outbox> {
  await loadComposer();
  return Outbox.open(settingsOf(options), kit);
}

/** Writes a mail as its readers get it. */
export async function composeMime(options: MimeOptions): Promise<Uint8Array> {
  const { default: MailComposer } = await loadComposer();
  const node = new MailComposer({ ...options, disableFileAccess: true, disableUrlAccess: true }).compile();
  return new Uint8Array(await node.build());
}
