import type { PeerRecord } from './record.ts';

const noConditions = 'Conditional object PUTs are not supported';
const noForms = 'found 412';
const noTime = 'its time is the machine’s';

/** Debian's python3-swift 2.30.1 with s3api: the cases that it runs, and what it does instead of what S3 does. */
export const swift: PeerRecord = {
  cases: ['contract.*', 'keys.*', 'presign.*', 'scenarios.*'],
  short: [
    'contract.put.if_*',
    'contract.put.keeps_*',
    'contract.put.checksum_*',
    'contract.get.*',
    'contract.copy.*',
    'contract.uploads.*.if_*',
    'contract.uploads.complete.makes_the_object',
    'contract.uploads.list.*',
    'keys.put.exact_*',
    'presign.*',
  ],
  leftOut: {
    'contract.health.tells_of_itself': noTime,
    'presign.presign.*.expired': noTime,
    'scenarios.transfers.link_is_shared_until_it_expires': noTime,
    'contract.put.race_of_creations_of_parts': 'how many win is another number each time',
    'contract.deleteMany.more_than_one_request': 'it takes longer than the deadline of a call',
  },
  deviations: {
    // It knows no conditions on a PUT, and at the end of an upload only that there is no object.
    'contract.put.if_absent': noConditions,
    'contract.put.if_match': noConditions,
    'contract.put.if_match_of_a_missing_object': noConditions,
    'contract.put.if_match_of_parts': 'etag_mismatch',
    'contract.put.race_of_creations': 'winners: expected 1, found 0',
    'contract.put.race_of_replacements': 'winners: expected 1, found 0',
    'contract.copy.if_*': noConditions,
    'contract.update.creates_and_changes': noConditions,
    'contract.update.begins_again': noConditions,
    'contract.update.keeps_what_is_beside': noConditions,
    'contract.update.eight_at_once': noConditions,
    'contract.prefix.takes_large_bodies': noConditions,
    'contract.uploads.complete.if_match': 'etag_mismatch',
    'presign.presign.put.if_absent': 'the first upload is done',
    'scenarios.documents.invoice_is_archived_once': noConditions,
    'scenarios.documents.visits_are_counted': noConditions,
    'scenarios.documents.note_is_edited_by_two': noConditions,
    'scenarios.documents.one_worker_at_a_time': noConditions,
    // It knows no forms of browsers.
    'presign.presign.post.a_form_writes': noForms,
    'presign.presign.post.goes_on': noForms,
    'presign.presign.post.sizes': '2 bytes are taken',
    'scenarios.transfers.browser_uploads_by_form': noForms,
    'presign.presign.get.other_methods': '{"method":"POST","body":"theirs"} is refused, found 501',
    // It fails where metadata is too large, and says that a page of one upload is not the last, but not what follows.
    'contract.put.metadata_too_large': 'found {"code":"provider_error","outcome":"unknown"}',
    'contract.uploads.list.finds_the_forgotten': 'the list goes on, but not where',
  },
};
