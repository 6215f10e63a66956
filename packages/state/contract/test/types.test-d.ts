import type { State, StateCapabilities, StateOf } from '@patchbay/state';
import { state } from '@patchbay/state';
import { describe, expectTypeOf, it } from 'vitest';

interface Listless extends StateCapabilities {
  readonly provider: 'listless';
  readonly operations: StateCapabilities['operations'] & { readonly list: false; readonly get: 'native' };
}

describe('what a provider lacks', () => {
  it('does not compile, and what it has does', () => {
    const facade = {} as StateOf<Listless>;
    // @ts-expect-error a provider without `list`
    void facade.list({ prefix: 'a' });
    expectTypeOf(facade.leases.acquire).toBeFunction();
  });
});

describe('an adapter that is older than the contract', () => {
  it('compiles with it, and lacks what it does not know', () => {
    const capabilities = {
      provider: 'older',
      operations: { get: 'native' },
      traits: {},
      idempotency: { kind: 'none' },
    } as const;
    const facade = {} as StateOf<typeof capabilities>;
    expectTypeOf(facade.get).toBeFunction();
    // @ts-expect-error it knows no `list`
    void facade.list({ prefix: 'a' });
  });
});

describe('application code', () => {
  it('holds what it asked for, and the methods', () => {
    const known = {} as State<'cas'>;
    expectTypeOf(known.cas).toBeFunction();
    expectTypeOf(known.once).toBeFunction();
    // @ts-expect-error not asked for
    void known.increment({ key: 'a' });
  });

  it('has to say both values of a swap', () => {
    type Input = Parameters<State<'cas'>['cas']>[0];
    expectTypeOf<{ key: string; value: string }>().not.toExtend<Input>();
    expectTypeOf<{ key: string; expected: string }>().not.toExtend<Input>();
    expectTypeOf<{ key: string; expected: undefined; value: undefined }>().toExtend<Input>();
  });

  it('names operations and traits in its needs', () => {
    const requirement = state.needs('cas', 'list', { traits: ['durable', 'shared.machines'] });
    expectTypeOf(requirement.facade).toEqualTypeOf<State<'cas' | 'list'> | undefined>();
    // @ts-expect-error no such trait
    state.needs({ traits: ['fast'] });
  });
});
