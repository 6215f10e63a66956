import { runEmailConformance } from '@patchbay/email/conformance';
import { describe, it } from 'vitest';
import { diskHarness, harness } from './harness.ts';

runEmailConformance(harness, { describe, it });
describe('on disk', () => {
  runEmailConformance(diskHarness, { describe, it });
});
