import { packageBuild } from '@patchbay/tooling-presets/tsup';

export default packageBuild([
  'src/receive/index.ts',
  'src/bridges/index.ts',
  'src/send/index.ts',
  'src/signatures/index.ts',
  'src/node/index.ts',
]);
