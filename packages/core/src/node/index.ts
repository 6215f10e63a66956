export { type AdapterDescription, describeAdapter } from '../config/describe.ts';
export type { ConfigEntry, ConfigValues, Mode } from '../config/entry.ts';
export { variableOf } from '../config/names.ts';
export { nearest } from '../config/nearest.ts';
export { formatProblems } from '../config/report.ts';
export { unmetNeeds } from '../config/unmet-needs.ts';
export { redact } from '../redaction.ts';
export type { InspectedOption } from './complete.ts';
export { type Configured, readConfigured } from './configured.ts';
export { type Connected, connect } from './connect.ts';
export { type DebugOptions, debugInterceptor } from './debug.ts';
export { type FileMemoryOptions, fileMemory } from './file-memory.ts';
export {
  type InspectedInstance,
  type Inspection,
  inspectConfig,
  isRequirement,
  type RequirementTree,
} from './inspect.ts';
export type { ConfigSource, InstanceIdentity } from './source.ts';
