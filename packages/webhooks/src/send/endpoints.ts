import { Secret } from '@patchbay/core';
import * as z from 'zod';
import { isStandardSecret, newStandardSecret } from '../signatures/standard.ts';
import {
  type CreateEndpoint,
  type DisabledReason,
  type Endpoint,
  type EndpointRecord,
  type EndpointSecret,
  endpointRecord,
  isFilter,
  type RotateSecret,
  toEndpoint,
  type UpdateEndpoint,
} from './endpoint.ts';
import { refuse } from './refusal.ts';
import type { Seal } from './seal.ts';
import type { Shared } from './store.ts';
import type { DeliveryTransport } from './transport.ts';

/** Who is sent messages. */
export interface Endpoints {
  /**
   * Makes an endpoint. Its URL is checked as far as that goes without asking anybody; each try checks the addresses.
   * @throws `IntegrationError` `invalid_request`, with `endpoint_url_refused` for a URL that is never sent to.
   * @example
   * const { endpoint, secret } = await sender.endpoints.create({ url, events: ['order.*'] });
   */
  create(input: CreateEndpoint): Promise<EndpointSecret>;
  /** `undefined` for one that is not. */
  get(id: string): Promise<Endpoint | undefined>;
  /** All of them, the oldest first: fit for thousands. */
  list(): Promise<readonly Endpoint[]>;
  /** @throws `IntegrationError` `not_found`, `invalid_request`. */
  update(id: string, input: UpdateEndpoint): Promise<Endpoint>;
  /**
   * Gives an endpoint another secret. Until the overlap has passed each message has a signature by each of them.
   * @throws `IntegrationError` `not_found`, `invalid_request`.
   */
  rotate(id: string, input?: RotateSecret): Promise<EndpointSecret>;
  /** Sends nothing more: what is due becomes a dead letter. @throws `IntegrationError` `not_found`. */
  disable(id: string): Promise<Endpoint>;
  /**
   * Sends again. What has become a dead letter is redriven or replayed by hand.
   * @throws `IntegrationError` `not_found`.
   */
  enable(id: string): Promise<Endpoint>;
  /** Forgets an endpoint; what is due to it is dropped. One that is not is fine. */
  delete(id: string): Promise<void>;
}

const day = 86_400_000;
const mostSecrets = 5;

const fields = {
  url: z.string(),
  events: z.array(z.string().refine(isFilter, 'a type such as order.paid, or order.*')).max(100),
  description: z.string().max(500),
  secret: z.string().refine(isStandardSecret, 'whsec_ and 24 to 64 bytes in base64'),
  overlapMs: z
    .number()
    .int()
    .min(0)
    .max(365 * day),
};
const createSchema = z.strictObject({
  url: fields.url,
  events: fields.events.exactOptional(),
  description: fields.description.exactOptional(),
  secret: fields.secret.exactOptional(),
});
const updateSchema = z.strictObject({
  url: fields.url.exactOptional(),
  events: fields.events.exactOptional(),
  description: fields.description.exactOptional(),
});
const rotateSchema = z.strictObject({
  overlapMs: fields.overlapMs.default(day),
  secret: fields.secret.exactOptional(),
});

/** The endpoints as they are kept. */
export class EndpointBook implements Endpoints {
  readonly #shared: Shared;
  readonly #seal: Seal;
  readonly #transport: Pick<DeliveryTransport, 'check'>;

  constructor(shared: Shared, seal: Seal, transport: Pick<DeliveryTransport, 'check'>) {
    this.#shared = shared;
    this.#seal = seal;
    this.#transport = transport;
  }

  async create(input: CreateEndpoint): Promise<EndpointSecret> {
    const { secret = newStandardSecret(), events = [], ...rest } = parse('create', createSchema, input);
    this.#checkUrl('create', rest.url);
    const id = `ep_${crypto.randomUUID().replaceAll('-', '')}`;
    const record: EndpointRecord = {
      ...rest,
      id,
      events,
      status: 'enabled',
      createdAt: this.#shared.clock.now(),
      secrets: [{ sealed: await this.#seal.close(id, secret) }],
      revision: crypto.randomUUID(),
    };
    await this.#shared.store.write(keyOf(id), record);
    return { endpoint: toEndpoint(record), secret: Secret.passing(secret) };
  }

  async get(id: string): Promise<Endpoint | undefined> {
    const record = await this.read(id);
    return record && toEndpoint(record);
  }

  async list(): Promise<readonly Endpoint[]> {
    const keys = await this.#shared.store.keys(keyOf(''));
    const found = (await this.#shared.store.readAll(keys, endpointRecord)).map(toEndpoint);
    return found.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
  }

  async update(id: string, input: UpdateEndpoint): Promise<Endpoint> {
    const change = parse('update', updateSchema, input);
    if (change.url !== undefined) this.#checkUrl('update', change.url);
    const updated = await this.#change('update', id, (record) => ({ ...record, ...change }));
    if (change.url !== undefined) await this.clearFailures(id); // those of the URL before
    return toEndpoint(updated);
  }

  async rotate(id: string, input: RotateSecret = {}): Promise<EndpointSecret> {
    const { overlapMs, secret = newStandardSecret() } = parse('rotate', rotateSchema, input);
    const sealed = await this.#seal.close(id, secret);
    const now = this.#shared.clock.now();
    const record = await this.#change('rotate', id, (before) => {
      const old = before.secrets
        .map((known) => ({ ...known, until: Math.min(known.until ?? Infinity, now + overlapMs) }))
        .filter(({ until }) => until > now);
      return { ...before, secrets: [{ sealed }, ...old].slice(0, mostSecrets) };
    });
    return { endpoint: toEndpoint(record), secret: Secret.passing(secret) };
  }

  async disable(id: string): Promise<Endpoint> {
    const disabled = { status: 'disabled', disabledReason: 'by_owner' } as const;
    return toEndpoint(await this.#change('disable', id, (record) => ({ ...record, ...disabled })));
  }

  async enable(id: string): Promise<Endpoint> {
    const enabled = await this.#change('enable', id, (record) => {
      const { disabledReason: _, ...rest } = record;
      return { ...rest, status: 'enabled' };
    });
    await this.clearFailures(id);
    return toEndpoint(enabled);
  }

  async delete(id: string): Promise<void> {
    await this.#shared.store.delete(keyOf(id));
    await this.clearFailures(id);
  }

  /** An endpoint with its sealed secrets. */
  read(id: string): Promise<EndpointRecord | undefined> {
    return this.#shared.store.read(keyOf(id), endpointRecord);
  }

  /** The secrets that are valid now, the newest first. */
  async secretsOf({ id, secrets }: EndpointRecord): Promise<readonly Secret[]> {
    const now = this.#shared.clock.now();
    const valid = secrets.filter(({ until = Infinity }) => until > now);
    return Promise.all(valid.map(async ({ sealed }) => Secret.passing(await this.#seal.open(id, sealed))));
  }

  /** Disables an endpoint for what its URL answers; the endpoint for the call that did so. One that was moved stays. */
  async shutOff(
    { id, url }: Pick<EndpointRecord, 'id' | 'url'>,
    disabledReason: DisabledReason,
  ): Promise<Endpoint | undefined> {
    const { store } = this.#shared;
    const changed = await store.change<EndpointRecord>(keyOf(id), endpointRecord, (record) => {
      if (record.status === 'disabled' || record.url !== url) return undefined;
      return { ...record, status: 'disabled', disabledReason, revision: crypto.randomUUID() };
    });
    return changed && toEndpoint(changed.after);
  }

  /**
   * Notes a failure; since when the endpoint has done nothing but fail. After a day and an hour of silence it counts
   * anew.
   */
  async noteFailure(id: string): Promise<number> {
    const { store, clock, retentionMs } = this.#shared;
    const now = clock.now();
    const known = await store.read(failingKey(id), streak);
    const since = known !== undefined && now - known.last <= longestGapMs ? known.since : now;
    await store.write(failingKey(id), { since, last: now }, Math.max(retentionMs, longestGapMs));
    return since;
  }

  async clearFailures(id: string): Promise<void> {
    if ((await this.#shared.store.text(failingKey(id))) !== undefined)
      await this.#shared.store.delete(failingKey(id));
  }

  #checkUrl(operation: string, url: string): void {
    const reason = this.#transport.check(url);
    if (reason === undefined) return;
    throw refuse(`endpoints.${operation}`, {
      code: 'invalid_request',
      reason: 'endpoint_url_refused',
      message: `The endpoint’s URL is not sent to: ${reason}.`,
      hint: 'Give an https URL of a public host, without user and password, on an allowed port.',
      problems: [{ path: 'url', found: reason, expected: 'a public https URL' }],
    });
  }

  async #change(
    operation: string,
    id: string,
    change: (record: EndpointRecord) => EndpointRecord,
  ): Promise<EndpointRecord> {
    const changed = await this.#shared.store.change(keyOf(id), endpointRecord, (record) => ({
      ...change(record),
      revision: crypto.randomUUID(),
    }));
    if (changed !== undefined) return changed.after;
    throw refuse(`endpoints.${operation}`, { code: 'not_found', message: 'There is no such endpoint.' });
  }
}

const longestGapMs = 25 * 3_600_000;
const streak = z.object({ since: z.number(), last: z.number() });

const keyOf = (id: string): string => `endpoint:${id}`;
const failingKey = (id: string): string => `failing:${id}`;

function parse<T>(operation: string, schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    expected: message,
  }));
  throw refuse(`endpoints.${operation}`, {
    code: 'invalid_request',
    message: `The endpoint is not sound: ${problems.map(({ path, expected }) => `${path}: ${expected}`).join('; ')}.`,
    problems,
  });
}
