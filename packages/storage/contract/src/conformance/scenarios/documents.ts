import { IntegrationError } from '@patchbay/core';
import { assertEqual } from '@patchbay/core/conformance';
import type { Storage } from '../../contract.ts';
import { cases } from '../define.ts';

/* Application code: it names no provider. */

type Documents = Storage<'put' | 'get' | 'head' | 'list' | 'delete' | 'copy'>;

/** An invoice is archived once: whoever comes second finds the first one's. */
async function archiveInvoice(
  storage: Documents,
  number: string,
  pdf: Uint8Array,
): Promise<'archived' | 'was there'> {
  try {
    await storage.put(`invoices/${number}.pdf`, pdf, { contentType: 'application/pdf', ifAbsent: true });
    return 'archived';
  } catch (error) {
    if (IntegrationError.is(error, 'already_exists')) return 'was there';
    throw error;
  }
}

async function countVisit(storage: Documents, page: string): Promise<void> {
  await storage.update(`visits/${page}`, (bytes) => String(Number(new TextDecoder().decode(bytes)) + 1));
}

interface Note {
  readonly text: string;
  readonly etag: string;
}

async function readNote(storage: Documents, id: string): Promise<Note> {
  await using object = await storage.get(`notes/${id}`);
  return { text: await object.text(), etag: object.info.etag };
}

/** Two people edit: the second one to save is asked to merge. */
async function saveNote(
  storage: Documents,
  id: string,
  { etag, text }: Note,
): Promise<'saved' | 'merge first'> {
  try {
    await storage.put(`notes/${id}`, text, { ifMatch: etag, contentType: 'text/plain' });
    return 'saved';
  } catch (error) {
    if (IntegrationError.is(error, 'precondition_failed')) return 'merge first';
    throw error;
  }
}

/** A lock that is held by whoever could create it. */
async function withLock<T>(storage: Documents, name: string, work: () => Promise<T>): Promise<T | 'busy'> {
  const key = `locks/${name}`;
  try {
    await storage.put(key, 'held', { ifAbsent: true });
  } catch (error) {
    if (IntegrationError.is(error, 'already_exists')) return 'busy';
    throw error;
  }
  try {
    return await work();
  } finally {
    await storage.delete(key);
  }
}

/** Tenants never see each other, whatever they call their files. */
function tenantFiles(storage: Documents, tenant: string) {
  return storage.prefix(`tenants/${tenant}/`);
}

const conditions = { traits: ['put.if_absent', 'put.if_match'] } as const;
const pdf = new TextEncoder().encode('%PDF-1.7 …');

export const documentScenarios = cases('scenarios', 'documents', {
  invoice_is_archived_once: {
    title:
      'Two workers archive the same invoice at the same time: one is archived, and it is never replaced.',
    needs: conditions,
    async run(scene) {
      const other = await scene.subject.another();
      const ends = await scene.value(
        Promise.all([archiveInvoice(scene.storage, '1007', pdf), archiveInvoice(other, '1007', pdf)]),
      );
      assertEqual(ends.toSorted(), ['archived', 'was there'], 'how both ended');
      await scene.assertStored('invoices/1007.pdf', pdf);
    },
  },
  visits_are_counted: {
    title: 'Visits from many servers are all counted.',
    needs: conditions,
    async run(scene) {
      const other = await scene.subject.another();
      const visits = Array.from({ length: 6 }, (_, index) =>
        countVisit(index % 2 ? other : scene.storage, 'home'),
      );
      await scene.value(Promise.all(visits));
      await scene.assertStored('visits/home', '6');
    },
  },
  note_is_edited_by_two: {
    title: 'Two people edit a note: nobody overwrites what the other wrote.',
    needs: conditions,
    async run(scene) {
      await scene.put('notes/1', 'Milk');
      const mine = await scene.value(readNote(scene.storage, '1'));
      const theirs = await scene.value(readNote(await scene.subject.another(), '1'));
      assertEqual(
        await scene.value(saveNote(scene.storage, '1', { ...mine, text: 'Milk, bread' })),
        'saved',
        'mine',
      );
      const late = { ...theirs, text: 'Milk, eggs' };
      assertEqual(await scene.value(saveNote(scene.storage, '1', late)), 'merge first', 'theirs');
      const merged = { ...(await scene.value(readNote(scene.storage, '1'))), text: 'Milk, bread, eggs' };
      assertEqual(await scene.value(saveNote(scene.storage, '1', merged)), 'saved', 'merged');
      await scene.assertStored('notes/1', 'Milk, bread, eggs');
    },
  },
  one_worker_at_a_time: {
    title: 'A lock admits one worker; after it the next may come.',
    needs: conditions,
    async run(scene) {
      const inner = () => withLock(scene.storage, 'report', async () => 'done');
      const outer = withLock(scene.storage, 'report', inner);
      assertEqual(await scene.value(outer), 'busy', 'what the second worker hears');
      assertEqual(await scene.value(inner()), 'done', 'what the third worker hears');
      assertEqual(await scene.farKeys(), [], 'locks that are left');
    },
  },
  file_is_moved_between_folders: {
    title: 'A draft is published: it moves to its new folder with its type.',
    needs: { operations: ['copy', 'delete'] },
    async run(scene) {
      await scene.put('drafts/über uns.html', '<h1>', { contentType: 'text/html' });
      await scene.value(scene.storage.move({ from: 'drafts/über uns.html', to: 'public/über uns.html' }));
      assertEqual(await scene.farKeys(), ['public/über uns.html'], 'keys on the far side');
      assertEqual((await scene.head('public/über uns.html')).contentType, 'text/html', 'content type');
    },
  },
  tenants_are_kept_apart: {
    title: 'Tenants keep files of the same name, and see only their own.',
    async run(scene) {
      const [acme, globex] = [tenantFiles(scene.storage, 'acme'), tenantFiles(scene.storage, 'globex')];
      await scene.value(acme.put('logo.png', 'A'));
      await scene.value(globex.put('logo.png', 'G'));
      const seen = (await scene.all(acme.list())).map((entry) => entry.kind === 'object' && entry.key);
      assertEqual(seen, ['logo.png'], 'what acme sees');
      assertEqual((await scene.failure(acme.get('../globex/logo.png'))).code, 'invalid_request', 'code');
      await scene.value(acme.delete('logo.png'));
      await scene.assertStored('tenants/globex/logo.png', 'G');
    },
  },
});
