import { runEmailConformance } from '@patchbay/email/conformance';
import { describe, it } from 'vitest';
import { harness } from './harness.ts';

runEmailConformance(harness, { describe, it });
