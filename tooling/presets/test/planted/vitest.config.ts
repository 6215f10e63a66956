import { ClosingLine } from '@patchbay/tooling-presets/closing-line';
import { defineConfig } from 'vitest/config';
import { typesProject } from '../../../../vitest.config.ts';

const here = 'tooling/presets/test/planted';

/** The repository's own project of type tests, pointed at a type test that is wrong; a second one has no files. */
export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine(['types', 'forgotten'])],
    projects: [
      {
        test: {
          ...typesProject,
          typecheck: {
            ...typesProject.typecheck,
            include: [`${here}/*.test-d.ts`],
            exclude: [],
            tsconfig: `${here}/tsconfig.json`,
          },
        },
      },
    ],
  },
});
