import { type Jobs, type JobsCapabilities, type JobsOf, jobs } from '@patchbay/jobs';
import { describe, expectTypeOf, it } from 'vitest';

const withoutLetters = {
  provider: 'small',
  operations: {
    enqueue: 'native',
    get: 'native',
    claim: 'native',
    renew: 'native',
    complete: 'native',
    retry: 'native',
    bury: 'native',
    stats: 'native',
    'dead.list': false,
    'dead.redrive': 'native',
    'dead.discard': 'native',
  },
  traits: {
    durable: true,
    'shared.processes': true,
    'shared.machines': true,
    ordering: false,
    transaction: false,
  },
  idempotency: { kind: 'none' },
} as const satisfies JobsCapabilities;

type Small = JobsOf<typeof withoutLetters>;

describe('jobs of a provider', () => {
  it('lack at compile time what the provider lacks', () => {
    expectTypeOf<Small>().toExtend<Jobs<'enqueue' | 'dead.redrive'>>();
    expectTypeOf<Small>().not.toExtend<Jobs<'dead.list'>>();
    expectTypeOf<Small['dead']['list']>().not.toBeFunction();
  });

  it('can be worked at whatever they are needed for', () => {
    expectTypeOf<Jobs['work']>().toBeFunction();
    expectTypeOf<Jobs>().not.toHaveProperty('enqueue');
  });

  it('are what `needs` names', () => {
    const requirement = jobs.needs('enqueue', 'dead.list', { traits: ['ordering'] });
    expectTypeOf<NonNullable<typeof requirement.facade>>().toEqualTypeOf<Jobs<'enqueue' | 'dead.list'>>();
  });

  it('take JSON, not dates', () => {
    const enqueue = (mails: Jobs<'enqueue'>) =>
      mails.enqueue({ queue: 'mails', payload: { order: [7, null] } });
    expectTypeOf(enqueue).returns.resolves.toEqualTypeOf<{ readonly id: string; readonly isNew: boolean }>();
    expectTypeOf<Date>().not.toExtend<Parameters<Jobs<'enqueue'>['enqueue']>[0]['payload']>();
  });
});
