import type { StorageCase } from './harness.ts';
import { documentScenarios } from './scenarios/documents.ts';
import { pictureScenarios } from './scenarios/pictures.ts';
import { transferScenarios } from './scenarios/transfers.ts';

/** Business scenarios in application code that names no provider. */
export const storageScenarios: readonly StorageCase[] = [
  pictureScenarios,
  documentScenarios,
  transferScenarios,
].flat();
