import type { CallOptions, Capabilities, Contract, Integration, Pages, Schema } from '@patchbay/core';
import { type BaseSubject, defineSuite, fieldsOf, Scene } from '@patchbay/core/conformance';
import type { StallServer } from './stall-server.ts';

export interface Thing {
  readonly id: string;
}

/** A market stall: one operation of each kind. */
interface StallApi {
  get(input: string | Thing, options?: CallOptions): Promise<Thing>;
  list(input?: object, options?: CallOptions): Pages<Thing>;
  sell(input: { readonly what: string }, options?: CallOptions): Promise<Thing>;
  label(input: { readonly id: string; readonly text: string }, options?: CallOptions): Promise<Thing>;
  shout(input: { readonly what: string }, options?: CallOptions): Promise<Thing>;
  swap(input: Thing, options?: CallOptions): Promise<Thing>;
  quote(input: { readonly what: string }, options?: CallOptions): Promise<Thing>;
}

export type AnyStall = Integration & StallApi;
export type StallCapabilities = Capabilities<StallApi>;
export interface StallSubject extends BaseSubject<AnyStall> {
  readonly server: StallServer;
}

export const stall: Contract<StallApi> = {
  category: 'stall',
  operations: {
    get: { repeat: 'safe', summary: 'Read', bare: 'id', input: fields('id') },
    list: { repeat: 'safe', summary: 'List', pages: true, input: fields() },
    sell: { repeat: 'keyed', summary: 'Sell', input: fields('what') },
    label: { repeat: 'natural', summary: 'Label', input: fields('id', 'text') },
    shout: { repeat: 'never', summary: 'Shout', input: fields('what'), personal: ['what'] },
    swap: { repeat: 'keyed', summary: 'Swap', input: fields('id') },
    quote: { repeat: 'safe', summary: 'Quote', input: fields('what') },
  },
  methods: () => ({}),
};

function fields(...known: readonly string[]): Schema {
  const validate = (value: unknown) => {
    const odd = Object.keys(fieldsOf(value)).find((name) => !known.includes(name));
    return odd === undefined ? { value } : { issues: [{ message: 'is not known', path: [odd] }] };
  };
  return { '~standard': { version: 1, vendor: 'test', validate } };
}

class StallScene extends Scene<StallSubject> {
  constructor(subject: StallSubject) {
    super(subject, { conflict: ['key_in_flight'] });
  }

  async thing(): Promise<Thing> {
    return this.value(this.facade.sell({ what: 'a thing' }, this.once()));
  }
}

const nowhere = () => ({ id: 'nowhere' });
const goods = () => ({ what: 'a thing' });

/** The suite of a category that exists for its test alone: all of its cases are generated. */
export const suite = defineSuite<StallApi, StallCapabilities, StallSubject, StallScene>({
  contract: stall,
  scene: (subject) => new StallScene(subject),
  recipes: {
    get: { prepare: (scene) => scene.thing(), blind: nowhere },
    list: { prepare: (scene) => scene.thing().then(() => ({})), blind: () => ({}), accepts: true },
    sell: { prepare: async () => goods(), blind: goods, accepts: true },
    label: {
      prepare: async (scene) => ({ ...(await scene.thing()), text: 'dear' }),
      blind: () => ({ ...nowhere(), text: 'dear' }),
    },
    shout: {
      prepare: async () => goods(),
      blind: goods,
      accepts: true,
      personal: { what: 'Ada Lovelace' },
    },
    swap: { prepare: (scene) => scene.thing(), blind: nowhere },
    quote: { prepare: async () => goods(), blind: goods, accepts: true, offline: true },
  },
  traits: {},
  effects: async ({ subject }) => subject.server.counts(),
  examples: { write: 'sell', read: 'get', list: 'list', keyless: 'sell' },
  thorough: ['get', 'sell', 'label', 'shout'],
  assertForm: () => {},
  personal: ['Ada Lovelace'],
});
