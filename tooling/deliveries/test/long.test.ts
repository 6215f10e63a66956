import { expect, it } from 'vitest';
import { acknowledged } from '../figures.ts';
import type { Sent } from '../sender.ts';

it('the figures of ten minutes are told, however many were sent', () => {
  const delivery = { kind: 'genuine' } as Sent['delivery'];
  const sent = Array.from(
    { length: 300_000 },
    (_, index): Sent => ({
      delivery,
      dueAt: index,
      endedAt: index + 7,
      status: 200,
    }),
  );
  expect(acknowledged(sent)).toMatchObject({ p50Ms: 7, p99Ms: 7 });
});
