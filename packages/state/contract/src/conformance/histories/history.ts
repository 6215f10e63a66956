/** What a client asked of one key. */
export type Request =
  | { readonly kind: 'get' }
  | { readonly kind: 'put'; readonly value: string }
  | { readonly kind: 'delete' }
  | { readonly kind: 'putIfAbsent'; readonly value: string }
  | { readonly kind: 'cas'; readonly expected: string | undefined; readonly value: string | undefined }
  | { readonly kind: 'increment'; readonly by: number };

/** What it was told, in one form for all requests. */
export interface Answer {
  /** Whether it wrote; absent where no condition was asked. */
  readonly did?: boolean;
  /** The value that it was told; absent where nothing is there, or nothing is told. */
  readonly value?: string;
}

/** One call: what was asked and answered, and when, by one clock that ticks at each event. */
export interface Entry {
  readonly client: number;
  readonly key: string;
  readonly request: Request;
  readonly calledAt: number;
  /** Absent for a call that had not ended when the history was cut. */
  readonly answer?: Answer;
  readonly answeredAt: number;
}

/** What a record is before and after a request that has it for itself. */
export interface Step {
  readonly after: string | undefined;
  readonly answer: Answer;
}

/** What each request does, one at a time. */
export function apply(request: Request, before: string | undefined): Step {
  switch (request.kind) {
    case 'get':
      return { after: before, answer: told(before) };
    case 'put':
      return { after: request.value, answer: {} };
    case 'delete':
      return { after: undefined, answer: {} };
    case 'putIfAbsent': {
      const after = before ?? request.value;
      return { after, answer: { did: before === undefined, ...told(after) } };
    }
    case 'cas': {
      const did = before === request.expected;
      const after = did ? request.value : before;
      return { after, answer: { did, ...told(after) } };
    }
    case 'increment': {
      const after = String(Number(before ?? 0) + request.by);
      return { after, answer: told(after) };
    }
  }
}

function told(value: string | undefined): Answer {
  return value === undefined ? {} : { value };
}

/** A history as lines, in the order of the calls. */
export function print(entries: readonly Entry[]): string {
  const lines = entries
    .toSorted((left, right) => left.calledAt - right.calledAt)
    .map(({ client, key, request, calledAt, answer, answeredAt }) => {
      const { kind, ...fields } = request;
      const end = answer === undefined ? 'not ended' : `${JSON.stringify(answer)} at ${answeredAt}`;
      return `  client ${client} at ${calledAt}: ${kind} ${key} ${JSON.stringify(fields)} -> ${end}`;
    });
  return lines.join('\n');
}
