import { packageBuild } from '@patchbay/tooling-presets/tsup';

export default packageBuild([
  'src/index.ts',
  'src/conformance/index.ts',
  'src/failover/index.ts',
  'src/ledger/index.ts',
  'src/node/index.ts',
  'src/pages/index.ts',
  'src/sqlite/index.ts',
  'src/webhook.ts',
]);
