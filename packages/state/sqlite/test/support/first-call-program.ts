// Makes one call, and prints the error that it ends with.
import { IntegrationError } from '@patchbay/core';
import { sqliteState } from '@patchbay/state-sqlite';

const [, , file = ''] = process.argv;
try {
  await sqliteState({ file }).get('a');
} catch (error) {
  process.stdout.write(JSON.stringify(IntegrationError.is(error) ? error : String(error)));
}
