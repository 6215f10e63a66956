/** The part of `node:sqlite` that the shop uses: the types of Node 20, which lacks it, do not tell of it. */
declare module 'node:sqlite' {
  type Value = string | number | bigint | null | Uint8Array;

  export interface StatementSync {
    run(...values: Value[]): { readonly changes: number | bigint };
    get(...values: Value[]): unknown;
    all(...values: Value[]): unknown[];
  }

  export class DatabaseSync {
    constructor(path: string);
    exec(sql: string): void;
    prepare(sql: string): StatementSync;
    close(): void;
  }
}
