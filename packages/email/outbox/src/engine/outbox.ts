import type { Kit } from '@patchbay/core';
import { signWebhook } from '@patchbay/core/webhook';
import { respond } from '../pages/respond.ts';
import { type ArrivedMail, toInboundBody } from './arrived.ts';
import { Collection } from './collection.ts';
import { Deliveries, signatureHeader } from './deliveries.ts';
import { Events } from './events.ts';
import { fateOf, type OutboxEventType } from './fates.ts';
import { idOf, newId } from './ids.ts';
import { type MailRecord, type MarkRecord, mailRecord, markRecord, type OutboxEvent } from './records.ts';
import { OutboxError } from './refusal.ts';
import { type Files, memoryShelf, type Shelf } from './shelf.ts';
import { Suppressions } from './suppressions.ts';

/** What one outbox is made of. */
export interface OutboxSettings {
  readonly root: string | false;
  readonly publicUrl: string;
  readonly webhookUrl: string | undefined;
  /** Signs what is sent to the application. */
  readonly secret: string;
}

/** Where a mail is: waiting for its time, sent, taken back, or never taken because every recipient was refused. */
export type MailState = 'waiting' | 'sent' | 'cancelled' | 'refused';

/** The file of a mail that holds it as its readers get it. */
export const sourceFile = 'source.eml';
const longestTimerMs = 3_600_000;

/**
 * The outbox itself, which `email.native()` hands out. It has the mails, what happens to them, and the inbox in the
 * browser.
 */
export class Outbox {
  /** @internal */
  readonly suppressions: Suppressions;
  readonly #settings: OutboxSettings;
  readonly #kit: Kit;
  readonly #mails: Collection<MailRecord>;
  readonly #cancelled: Collection<MarkRecord>;
  /** Mails whose recipients' fates have been told. */
  readonly #told: Collection<MarkRecord>;
  readonly #events: Events;
  readonly #deliveries: Deliveries | undefined;
  /** Mails of which there is more to tell at their time. */
  readonly #untold = new Map<string, MailRecord>();
  #cancelTimer: (() => void) | undefined;
  #telling: Promise<void> = Promise.resolve();
  #closed = false;

  private constructor(settings: OutboxSettings, kit: Kit, shelf: Shelf) {
    const { webhookUrl: url, secret } = settings;
    this.#settings = settings;
    this.#kit = kit;
    this.#mails = new Collection(shelf, 'mails', mailRecord);
    this.#cancelled = new Collection(shelf, 'cancelled', markRecord);
    this.#told = new Collection(shelf, 'told', markRecord);
    this.suppressions = new Suppressions(shelf);
    const pending = new Collection(shelf, 'pending', markRecord);
    this.#deliveries = url === undefined ? undefined : new Deliveries({ url, secret, kit, pending });
    this.#events = new Events(shelf, this.suppressions, this.#deliveries);
  }

  /** Opens an outbox; what its folder holds goes on where it stopped, undelivered webhooks included. @internal */
  static async open(settings: OutboxSettings, kit: Kit): Promise<Outbox> {
    const { root } = settings;
    const shelf = root === false ? memoryShelf() : (await import('./disk.ts')).diskShelf(root);
    const outbox = new Outbox(settings, kit, shelf);
    await outbox.#resume();
    return outbox;
  }

  /** What the mails and webhooks of this outbox are called after. @internal */
  get now(): number {
    return this.#kit.clock.now();
  }

  /** The id of a new mail: the same one under the same idempotency key. @internal */
  async idFor(key: string | undefined): Promise<string> {
    return key === undefined ? newId('mail') : idOf('mail', key);
  }

  /** The number of a new mail among those of the same millisecond. @internal */
  nextSequence(): number {
    return this.#mails.next();
  }

  /**
   * Takes a mail, whole or not at all. Where there is one with this id it stays, and is the answer.
   * @throws `OutboxError` `key_reused` where that one is another mail.
   * @internal
   */
  async take(mail: MailRecord, files: Files): Promise<MailRecord> {
    if (!(await this.#mails.add(mail, files))) return this.#same(mail);
    this.#untold.set(mail.id, mail);
    await this.catchUp();
    return mail;
  }

  /** The mail that was taken under this id before. @internal */
  async earlier(id: string, fingerprint: string | undefined): Promise<MailRecord | undefined> {
    const earlier = await this.#mails.find(id);
    if (earlier === undefined || earlier.fingerprint === fingerprint) return earlier;
    throw new OutboxError('key_reused', 'The idempotency key was used for another mail.');
  }

  /** @throws `OutboxError` `no_such_mail`, `already_sent` @internal */
  async cancel(id: string): Promise<void> {
    const mail = await this.mail(id);
    const state = await this.stateOf(mail);
    if (state === 'cancelled') return;
    if (state !== 'waiting') throw new OutboxError('already_sent', `The mail ${id} was sent.`);
    await this.#cancelled.add({ id, createdAt: this.now, sequence: this.#cancelled.next() });
  }

  /** All mails, oldest first, refused ones included. */
  mails(): Promise<readonly MailRecord[]> {
    return this.#mails.all();
  }

  /** The mail with this id, if there is one. */
  find(id: string): Promise<MailRecord | undefined> {
    return this.#mails.find(id);
  }

  /** @throws `OutboxError` `no_such_mail` */
  async mail(id: string): Promise<MailRecord> {
    const mail = await this.find(id);
    if (mail === undefined) throw new OutboxError('no_such_mail', 'There is no such mail.');
    return mail;
  }

  async stateOf({ id, sendAt = 0, status }: MailRecord): Promise<MailState> {
    if ((await this.#cancelled.find(id)) !== undefined) return 'cancelled';
    if (status === 'refused') return 'refused';
    return sendAt > this.now ? 'waiting' : 'sent';
  }

  /** The mail as its readers get it (RFC 5322). */
  source(id: string): Promise<Uint8Array> {
    return this.#file(id, sourceFile);
  }

  /** The bytes of an attachment, counted from 0. */
  attachment(id: string, index: number): Promise<Uint8Array> {
    return this.#file(id, fileName(index));
  }

  /** Lets something happen to a mail: it is told by a webhook, and suppresses the recipient where it should. */
  async happen(type: OutboxEventType, mailId: string, recipient: string): Promise<void> {
    await this.catchUp();
    await this.#events.emit(await this.mail(mailId), { id: newId('event'), type, recipient, at: this.now });
  }

  /** All events, oldest first, each as it goes out in a webhook. */
  async events(): Promise<readonly OutboxEvent[]> {
    await this.catchUp();
    return this.#events.all();
  }

  /** The request that brings a mail which a stranger wrote: give it to your inbound route, or post it there. */
  async inbound(mail: ArrivedMail, url: string): Promise<Request> {
    const body = new TextEncoder().encode(toInboundBody(mail));
    const signature = await signWebhook(body, this.#settings.secret, Math.floor(this.now / 1000));
    const headers = { 'content-type': 'application/json', [signatureHeader]: signature };
    return new Request(url, { method: 'POST', headers, body });
  }

  /** Serves the inbox; `undefined` for a request that is not below `publicUrl`. */
  respond(request: Request): Promise<Response | undefined> {
    return respond(this, new URL(this.#settings.publicUrl), request);
  }

  /** Resolves when every webhook has arrived or was given up after its last attempt. */
  async settled(): Promise<void> {
    await this.catchUp();
    await this.#deliveries?.settled();
  }

  /** Tells what has happened by now. A mail is taken whatever becomes of this: what fails is told later. @internal */
  catchUp(): Promise<void> {
    this.#telling = this.#telling.then(async () => {
      for (const mail of this.#untold.values()) await this.#tell(mail).catch(() => undefined);
      this.#setTimer();
    });
    return this.#telling;
  }

  /** Stops timers and deliveries; what is not delivered is kept on the disk. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#deliveries?.close();
    await this.#telling;
  }

  async #resume(): Promise<void> {
    const told = new Set((await this.#told.all()).map(({ id }) => id));
    for (const mail of await this.mails()) if (!told.has(mail.id)) this.#untold.set(mail.id, mail);
    await this.#deliveries?.resume(await this.#events.all());
    await this.catchUp();
  }

  async #same(mail: MailRecord): Promise<MailRecord> {
    const earlier = await this.earlier(mail.id, mail.fingerprint);
    if (earlier !== undefined) return earlier;
    throw new OutboxError('folder_unusable', 'The folder mails cannot be written.');
  }

  async #tell(mail: MailRecord): Promise<void> {
    const state = await this.stateOf(mail);
    const { id, recipients, createdAt, sendAt = createdAt } = mail;
    for (const [index, { email, status }] of recipients.entries()) {
      if (status !== 'accepted' && status !== 'scheduled') continue;
      const types = state === 'sent' ? fateOf(email).events : [];
      for (const type of ['accepted', ...types] as const) {
        const at = type === 'accepted' ? createdAt : sendAt;
        const eventId = await idOf('event', `${id} ${index} ${type}`);
        await this.#events.emit(mail, { id: eventId, type, recipient: email, at });
      }
    }
    if (state === 'waiting') return;
    await this.#told.add({ id, createdAt: this.now, sequence: this.#told.next() });
    this.#untold.delete(id);
  }

  /** Only who waits for webhooks hears of what time brings; everybody else sees it at the next look. */
  #setTimer(): void {
    this.#cancelTimer?.();
    const times = [...this.#untold.values()].map(({ sendAt = this.now }) => sendAt);
    if (this.#deliveries === undefined || this.#closed || times.length === 0) return;
    const waitMs = Math.min(Math.max(Math.min(...times) - this.now, 100), longestTimerMs);
    this.#cancelTimer = this.#kit.clock.after(waitMs, () => void this.catchUp());
  }

  async #file(id: string, name: string): Promise<Uint8Array> {
    const { id: known } = await this.mail(id);
    const bytes = await this.#mails.file(known, name);
    if (bytes === undefined) throw new OutboxError('no_such_mail', 'There is no such file.');
    return bytes;
  }
}

/** The name of an attachment's bytes beside the mail: the name that it was given may be anything. */
export function fileName(index: number): string {
  return `file-${index}`;
}
