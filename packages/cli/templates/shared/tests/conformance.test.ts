import { runPaymentsConformance } from '@patchbay/payments/conformance';
import { describe, it } from 'vitest';
import { harness } from './harness.ts';

runPaymentsConformance(harness, { describe, it });
