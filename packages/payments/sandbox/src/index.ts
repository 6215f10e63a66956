export { type SandboxPayments, sandboxPayments } from './adapter.ts';
export type { SandboxBooks } from './engine/books.ts';
export { type TestEffect, type TestMethod, testMethods } from './engine/cards.ts';
export type { SandboxPlan } from './engine/plans.ts';
export type { Delivery, SandboxEvent } from './engine/records.ts';
export type { Sandbox } from './engine/sandbox.ts';
export type { SandboxPaymentsOptions } from './options.ts';
