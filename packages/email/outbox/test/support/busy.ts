import { pendingFiles } from '@patchbay/testing/node';

/** Real work that a virtual clock waits for: files, and the composer of mails, which goes from immediate to immediate. */
export function isBusy(): boolean {
  return pendingFiles() || process.getActiveResourcesInfo().includes('Immediate');
}
