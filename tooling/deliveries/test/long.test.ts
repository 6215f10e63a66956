import { expect, it } from 'vitest';
import { acknowledged } from '../figures.ts';

it('the figures of ten minutes are told, however many were sent', () => {
  const delivery = { kind: 'genuine' } as Parameters<typeof acknowledged>[0][number]['delivery'];
  const sent = Array.from({ length: 300_000 }, (_, index) => ({
    delivery,
    dueAt: index,
    endedAt: index + 7,
    status: 200,
  })) as Parameters<typeof acknowledged>[0];
  expect(acknowledged(sent)).toMatchObject({ p50Ms: 7, p99Ms: 7 });
});
