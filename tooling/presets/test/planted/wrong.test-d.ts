import { expectTypeOf, it } from 'vitest';

it('says that text is a number', () => {
  expectTypeOf('text').toBeNumber();
});
