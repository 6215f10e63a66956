import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the compiler says at one line. */
export interface Complaint {
  /** `<file>:<line>` */
  readonly place: string;
  /** `TS2554: Expected 2 arguments …` and what it says in detail. */
  readonly text: string;
}

/** What the comments of misuse files expect: `// error TS2554: a part of the message`. */
export function expectedIn(files: readonly string[]): readonly Complaint[] {
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => {
        const text = /\/\/ error (TS\d+: .*)$/.exec(line)?.[1];
        return text === undefined ? [] : [{ place: `${relative(root, file)}:${index + 1}`, text }];
      }),
  );
}

/** What the compiler says of a project; details of a message are joined to its first line. */
export function complaintsOf(project: string): readonly Complaint[] {
  const compiler = join(root, 'node_modules/.bin/tsc');
  const { stdout, error } = spawnSync(compiler, ['-p', project, '--pretty', 'false'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  const complaints: { place: string; text: string }[] = [];
  for (const line of stdout.split('\n')) {
    const match = /^(.*)\((\d+),\d+\): error (TS\d+: .*)$/.exec(line);
    if (match !== null) {
      const [, file = '', row = '', text = ''] = match;
      complaints.push({ place: `${relative(root, resolve(root, file))}:${row}`, text });
    } else if (line.startsWith(' ')) {
      const last = complaints.at(-1);
      if (last !== undefined) last.text += ` ${line.trim()}`;
    }
  }
  return complaints;
}

/** Where expectation and compiler differ, a line each; empty when they agree. */
export function differences(expected: readonly Complaint[], found: readonly Complaint[]): readonly string[] {
  const missing = expected.filter(
    ({ place, text }) => !found.some((said) => said.place === place && says(said.text, text)),
  );
  const surprising = found.filter(({ place }) => !expected.some((row) => row.place === place));
  return [
    ...missing.map(
      ({ place, text }) => `${place}: expected ${text}; the compiler said ${saidAt(found, place)}`,
    ),
    ...surprising.map(({ place, text }) => `${place}: nobody expected ${text}`),
  ];
}

function says(said: string, expected: string): boolean {
  const [code = '', ...message] = expected.split(': ');
  return said.startsWith(`${code}: `) && said.includes(message.join(': '));
}

function saidAt(found: readonly Complaint[], place: string): string {
  return found.find((said) => said.place === place)?.text ?? 'nothing';
}
