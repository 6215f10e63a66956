import { runStorageConformance } from '@patchbay/storage/conformance';
import { describe, it } from 'vitest';
import { harness } from './harness.ts';

runStorageConformance(harness, { describe, it });
