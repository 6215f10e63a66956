import type { Violation } from './rule.ts';
import { rules } from './rules.ts';
import type { Workspace } from './workspace.ts';

/** A violation, and the rule that it breaks. */
export interface Found extends Violation {
  readonly rule: string;
}

/** Everything that the workspace has wrong, in the order of its paths. */
export function checkWorkspace(workspace: Workspace): Found[] {
  return rules
    .flatMap((rule) => Array.from(rule.check(workspace), (violation) => ({ rule: rule.id, ...violation })))
    .toSorted((one, other) =>
      one.path === other.path ? one.line - other.line : one.path < other.path ? -1 : 1,
    );
}
