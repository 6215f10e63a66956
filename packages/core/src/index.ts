export { type AdapterDefinition, type AdapterFactory, type AdapterInfo, defineAdapter } from './adapter.ts';
export type { Attempt, AttemptRecord, Call, CallOptions, Reconciled, WriteOptions } from './call.ts';
export { type Clock, type Random, systemClock } from './clock.ts';
export { codes, type ErrorCode, isErrorCode, type Outcome } from './codes.ts';
export type {
  AnyCapabilities,
  Capabilities,
  Contract,
  Driver,
  Facade,
  IdempotencySupport,
  ListOptions,
  MethodsBase,
  OperationName,
  OperationSpec,
  Page,
  Pages,
  Portable,
  Proof,
  Repeat,
  Requirement,
  Support,
  Unsupported,
} from './contract.ts';
export { type ErrorDetails, IntegrationError, type Problem, unwrap, type VendorError } from './error.ts';
export { DriverFailure, type Failure, invalidResponse, isDriverFailure } from './failure.ts';
export {
  createPatchbay,
  type HealthStatus,
  type Hub,
  type HubEntry,
  type HubHealth,
  type HubTree,
  type InstanceHealth,
  type Made,
} from './hub.ts';
export { vendorKey } from './idempotency-key.ts';
export type {
  AttemptInfo,
  Integration,
  IntegrationHealth,
  Interceptor,
  MoveInfo,
  Native,
  OperationInfo,
} from './integration.ts';
export { type OptionField, reveal } from './options.ts';
export type {
  BreakerOptions,
  BulkheadOptions,
  PolicyOptions,
  RateLimitOptions,
  RetryOptions,
} from './policy/policy.ts';
export { type ProblemDocument, toProblem } from './problem.ts';
export { withRaw } from './raw.ts';
export { Secret, type SecretInput, secret } from './secret.ts';
export type { Kit, Setup } from './setup.ts';
export type { Schema, SchemaIssue, SchemaResult } from './standard-schema.ts';
export type { Sending, Transport, TransportOptions } from './transport.ts';
export { underOperation } from './under-operation.ts';
