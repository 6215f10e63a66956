import type { Rule } from './rule.ts';
import { fileCap, functionCap, roomCaps } from './rules/caps.ts';
import { coreNoNode } from './rules/core-no-node.ts';
import { directoryName } from './rules/directory-name.ts';
import { driverPurity } from './rules/driver-purity.ts';
import { exportsBuilt } from './rules/exports-built.ts';
import {
  indexLists,
  noAny,
  noDefaultExport,
  noExportStar,
  noNonNull,
  noSuppression,
  syntax,
} from './rules/language.ts';
import { layers, noCrossAdapterImport } from './rules/layers.ts';
import { manifests } from './rules/manifests.ts';
import { noMessageMatching } from './rules/message-matching.ts';
import { rooms } from './rules/rooms.ts';
import { sdkInClient } from './rules/sdk-in-client.ts';
import { secretDefault } from './rules/secret-default.ts';
import { tsdoc } from './rules/tsdoc.ts';
import { uniformity } from './rules/uniformity.ts';
import { noRegistryHost, vendorFreeShop } from './rules/words.ts';

/** Every rule of the house that a program can see. Each has its planted violations in ../fixtures. */
export const rules: readonly Rule[] = [
  directoryName,
  rooms,
  uniformity,
  roomCaps,
  fileCap,
  functionCap,
  noCrossAdapterImport,
  layers,
  driverPurity,
  sdkInClient,
  secretDefault,
  exportsBuilt,
  manifests,
  coreNoNode,
  syntax,
  noAny,
  noNonNull,
  noDefaultExport,
  noExportStar,
  noSuppression,
  noMessageMatching,
  vendorFreeShop,
  noRegistryHost,
  indexLists,
  tsdoc,
];
