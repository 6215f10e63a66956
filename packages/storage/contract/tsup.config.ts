import { packageBuild } from '@patchbay/tooling-presets/tsup';

export default packageBuild([
  'src/index.ts',
  'src/node/index.ts',
  'src/embedded/index.ts',
  'src/conformance/index.ts',
]);
