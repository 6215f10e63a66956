import { IntegrationError, type Problem } from '@patchbay/core';
import { type ConfigSource, connect, inspectConfig, type RequirementTree } from '@patchbay/core/node';
import { expect } from 'vitest';
import { adapters, mint } from './mint.ts';

const needs = { mint: mint.needs('strike') };

/** The problems of a configuration of the mint, from `inspectConfig`; `connect` has to refuse it with the same ones. */
export async function problemsOf(
  source: ConfigSource,
  requirements: RequirementTree = needs,
): Promise<readonly Problem[]> {
  const whole = { file: false, env: {}, adapters, ...source } as const;
  const { problems } = await inspectConfig(requirements, whole);
  const error: unknown = await connect(requirements, whole).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(IntegrationError.is(error) ? error.problems : []).toEqual(problems);
  return problems;
}

/** The options with which `connect` makes the mint. */
export async function optionsOf(source: ConfigSource): Promise<unknown> {
  await using app = await connect(needs, { file: false, env: {}, adapters, ...source });
  return JSON.parse(await app.mint.strike({ coins: 1 }));
}
