export { type BodyFaultLayer, bodyFaults, type CutFault } from './body-faults.ts';
export type {
  AnyStorage,
  BodyFault,
  BodyFaults,
  FarObject,
  StorageCase,
  StorageFixtures,
  StorageHarness,
  StorageSubject,
} from './harness.ts';
export { runStorageConformance } from './run.ts';
export { storageScenarios } from './scenarios.ts';
export { storageCases } from './suite.ts';
