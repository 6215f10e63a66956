import { runJobsConformance } from '@patchbay/jobs/conformance';
import { describe, it } from 'vitest';
import { harness } from './harness.ts';

runJobsConformance(harness, { describe, it });
