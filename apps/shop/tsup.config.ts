import { packageBuild } from '@patchbay/tooling-presets/tsup';

export default packageBuild(['src/main.ts'], { platform: 'node' });
