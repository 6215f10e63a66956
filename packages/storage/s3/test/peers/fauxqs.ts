import type { PeerRecord } from './record.ts';

const accepted = 'The call should have failed. It resolved to';
const notRefused = 'is refused, found 20';
const noParts = 'storage.uploads.parts failed at s3 (object_missing)';
const noSecond = 'what the far side holds';
const noTime = 'its time is the machine’s';

/** fauxqs@2.4.1: the cases that it runs, and what it does instead of what S3 does. */
export const fauxqs: PeerRecord = {
  cases: ['contract.*', 'keys.*', 'presign.*', 'scenarios.*'],
  leftOut: {
    'contract.health.tells_of_itself': noTime,
    'presign.presign.*.expired': noTime,
  },
  deviations: {
    // It knows no conditions on writes: everybody wins.
    'contract.put.if_*': accepted,
    'contract.put.race_of_*': 'winners: expected 1, found 8',
    'contract.delete.if_match': accepted,
    'contract.copy.if_*': accepted,
    'contract.uploads.complete.if_*': accepted,
    'contract.update.begins_again': noSecond,
    'contract.update.eight_at_once': noSecond,
    'presign.presign.put.if_absent': notRefused,
    'presign.presign.put.condition_is_signed': notRefused,
    'scenarios.documents.invoice_is_archived_once': 'found ["archived","archived"]',
    'scenarios.documents.visits_are_counted': noSecond,
    'scenarios.documents.note_is_edited_by_two': 'expected "merge first", found "saved"',
    'scenarios.documents.one_worker_at_a_time': 'expected "busy", found "done"',
    // It verifies neither signatures nor policies.
    'presign.presign.get.tampered': notRefused,
    'presign.presign.get.other_methods': notRefused,
    'presign.presign.head.tells_the_headers': notRefused,
    'presign.presign.delete.a_stranger_deletes': notRefused,
    'presign.presign.put.other_*': notRefused,
    'presign.presign.post.sizes': notRefused,
    'presign.presign.post.other_type': notRefused,
    'presign.presign.post.tampered': notRefused,
    // Nor checksums, nor the size of metadata.
    'contract.put.checksum_is_verified': accepted,
    'contract.put.metadata_too_large': accepted,
    // It takes a list of parts for a GET of the object, and its list of uploads says no bucket.
    'contract.uploads.parts.*': noParts,
    'contract.uploads.complete.continued_by_another': noParts,
    'contract.uploads.complete.part_is_replaced': noParts,
    'contract.uploads.abort.drops_all':
      'found {"code":"not_found","outcome":"not_applied","reason":"object_missing"}',
    'scenarios.transfers.backup_is_resumed': noParts,
    'contract.uploads.complete.makes_the_object': 'open uploads: expected 1, found 0',
    'contract.uploads.list.*': 'S3 answered with something else than uploads',
    // Empty values of metadata are lost.
    'contract.put.keeps_metadata*': 'found {"marks"',
    'contract.copy.keeps_all': '"metadata":{"author":"Zoë"}',
    'contract.copy.replaces_metadata': 'found [{"author":"Zoë"},"text/plain"]',
    'contract.move.moves': '"metadata":{"author":"Zoë"}',
    // Lists begin again after characters beyond ASCII, and repeat folders.
    'contract.list.order_of_bytes': 'found ["a","｡","🗼"',
    'contract.list.folded': 'found ["notes","photos-old/","photos-old/","photos/"]',
    // It refuses a suffix that is longer than the object, and does not know the headers that a URL asks for.
    'contract.get.suffix_larger_than_the_object': 'range_invalid',
    'presign.presign.get.says_how_to_save': 'found [null,"application/octet-stream"]',
    'scenarios.transfers.link_is_shared_until_it_expires': 'it has its name',
  },
};
