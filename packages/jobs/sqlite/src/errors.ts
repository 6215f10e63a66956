export { toSqliteFailure as toFailure } from '@patchbay/core/sqlite';
