/** Somebody who comes to the shop. An embedded provider delivers to these mailboxes, and says so. */
export interface Person {
  readonly subject: string;
  readonly name: string;
  readonly email: string;
}

/** Who comes to the shop. */
export const people = {
  ada: { subject: 'ada', name: 'Ada', email: 'deliver+ada@outbox.example' },
  bob: { subject: 'bob', name: 'Bob', email: 'deliver+bob@outbox.example' },
} as const satisfies Record<string, Person>;
