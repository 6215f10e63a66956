import { packageBuild } from '@patchbay/tooling-presets/tsup';

export default packageBuild(['src/index.ts']);
