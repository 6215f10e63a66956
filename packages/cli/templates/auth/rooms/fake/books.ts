/** What Acme holds: routes write it, tests read it. */
export interface AcmeBooks {
  /** Everybody in the directory, by id. */
  readonly people: Map<string, { readonly email: string; readonly name: string }>;
  /** How many tokens were issued. */
  readonly issued: { access: number; id: number; refresh: number };
}

/** Two people, and no token yet. */
export function newBooks(): AcmeBooks {
  return {
    people: new Map([
      ['ada', { email: 'ada@example.com', name: 'Ada' }],
      ['bob', { email: 'bob@example.com', name: 'Bob' }],
    ]),
    issued: { access: 0, id: 0, refresh: 0 },
  };
}
