import { runAuthConformance } from '@patchbay/auth/conformance';
import { describe, it } from 'vitest';
import { harness } from './harness.ts';

runAuthConformance(harness, { describe, it });
