import { relative } from 'node:path';
import { type InspectedInstance, type Inspection, inspectConfig } from '@patchbay/core/node';
import { type Answer, toJson } from '../answer.ts';
import type { CommandLine } from '../command-line.ts';
import { findSubject, type Subject } from '../requirements.ts';
import { problemReport, style } from '../style.ts';
import { toTable } from '../table.ts';

/** `patchbay check`: all problems of a configuration, or what it comes to. Makes no request. */
export async function check(line: CommandLine): Promise<Answer> {
  const subject = await findSubject(line);
  const inspection = await inspectConfig(subject.requirements, subject.source);
  const found = [...subject.problems, ...inspection.problems];
  const problems = found.length > 0 ? found : nothingToCheck(subject);
  const report = { ...inspection, problems };
  return {
    status: problems.length === 0 ? 0 : 1,
    text: line.json ? toJson(toData(report)) : toText(report, subject),
  };
}

function nothingToCheck({ requirements }: Subject): Inspection['problems'] {
  if (Object.keys(requirements).length > 0) return [];
  const fix =
    'Write patchbay.config.json, set PAYMENTS_PROVIDER, or name what is needed: --needs payments=create.';
  return [
    {
      path: 'configuration',
      found: 'no file, no variable and no requirement',
      expected: 'an instance to check',
      fix,
    },
  ];
}

function toText({ problems, instances, file }: Inspection, { areNeedsKnown }: Subject): string {
  if (problems.length > 0) return problemReport(problems);
  const rows = instances.map(({ path, adapter, package: name, version = '', mode }) => [
    path,
    adapter.provider,
    `${name} ${version}`.trim(),
    mode ?? (adapter.capabilities.embedded ? 'embedded' : '-'),
  ]);
  return [
    `Configuration: ${[...(file === undefined ? [] : [relative(process.cwd(), file)]), 'environment'].join(', ')}`,
    '',
    toTable([['INSTANCE', 'PROVIDER', 'PACKAGE', 'MODE'], ...rows]),
    '',
    ...instances.flatMap(describeSources),
    areNeedsKnown
      ? 'Every need of the application is met.'
      : 'Needs of the application: not known (see --requirements).',
    style('green', 'No problems.'),
  ].join('\n');
}

function describeSources({ path, options }: InspectedInstance): readonly string[] {
  const given = options.flatMap(({ field, source }) =>
    source === undefined ? [] : [[`${path}.${field.name}`, `from ${source}`]],
  );
  return given.length === 0 ? [] : [toTable(given), ''];
}

/** Never holds a value of an option. */
function toData({ problems, instances, file }: Inspection): object {
  return {
    ok: problems.length === 0,
    ...(file !== undefined && { file }),
    problems,
    instances: instances.map(({ path, package: name, version, adapter, mode, options }) => ({
      path,
      category: adapter.category,
      provider: adapter.provider,
      package: name,
      version,
      mode,
      embedded: adapter.capabilities.embedded === true,
      options: options.map(({ field, variables, source }) => ({ name: field.name, variables, source })),
    })),
  };
}
