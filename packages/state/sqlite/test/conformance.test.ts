import { runStateConformance } from '@patchbay/state/conformance';
import { describe, it } from 'vitest';
import { harness } from './harness.ts';

runStateConformance(harness, { describe, it });
