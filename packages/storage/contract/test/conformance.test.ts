import { runStorageConformance } from '@patchbay/storage/conformance';
import { describe, it } from 'vitest';
import { toyHarness } from './support/harness.ts';

describe('a provider that takes parts', () => {
  runStorageConformance(toyHarness('parts'), { describe, it });
});

describe('a provider that takes a stream', () => {
  runStorageConformance(toyHarness('stream'), { describe, it });
});
