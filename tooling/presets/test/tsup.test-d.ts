import { type Entry, packageBuild } from '@patchbay/tooling-presets/tsup';
import { describe, expectTypeOf, it } from 'vitest';

describe('packageBuild', () => {
  it('takes sources below src and nothing else', () => {
    expectTypeOf<'src/index.ts'>().toExtend<Entry>();
    expectTypeOf<'index.ts'>().not.toExtend<Entry>();
    expectTypeOf<'src/index.js'>().not.toExtend<Entry>();
    expectTypeOf(packageBuild).parameter(0).toEqualTypeOf<readonly Entry[]>();
  });
});
