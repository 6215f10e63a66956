import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Storage } from '../../contract.ts';
import type { UploadSession } from '../../uploads.ts';
import { bytesOf, checksumOf, chunksOf } from '../bodies.ts';
import { cases } from '../define.ts';

/* Application code: it names no provider. */

type Backups = Storage<
  'put' | 'get' | 'list' | 'delete' | 'uploads.create' | 'uploads.put' | 'uploads.parts' | 'uploads.complete'
>;
type Links = Storage<'put' | 'get' | 'head'>;

/** Goes on where an earlier run ended: only the parts that are missing are sent. */
async function backUp(
  storage: Backups,
  session: UploadSession,
  parts: readonly Uint8Array[],
): Promise<number> {
  const there = new Map<number, Awaited<ReturnType<Backups['uploads']['put']>>>();
  for await (const part of storage.uploads.parts({ session })) there.set(part.number, part);
  let sent = 0;
  for (const [index, body] of parts.entries()) {
    const number = index + 1;
    if (there.get(number)?.sizeBytes === body.byteLength) continue;
    there.set(number, await storage.uploads.put({ session, number, body }));
    sent += 1;
  }
  const all = [...there.values()].toSorted((left, right) => left.number - right.number);
  await storage.uploads.complete({ session, parts: all });
  return sent;
}

/** Keeps the newest backups. */
async function thinOut(storage: Backups, keep: number): Promise<void> {
  const keys: string[] = [];
  for await (const entry of storage.list({ prefix: 'nightly/' }))
    if (entry.kind === 'object') keys.push(entry.key);
  for (const key of keys.slice(0, -keep)) await storage.delete(key);
}

/** What a player asks for when the viewer jumps. */
async function seek(storage: Links, key: string, start: number): Promise<Uint8Array> {
  await using object = await storage.get({ key, range: { start, end: start + 999 } });
  return object.bytes();
}

/** The last lines of a log, without the rest of it. */
async function tail(storage: Links, key: string): Promise<string | undefined> {
  await using object = await storage.get({ key, range: { suffix: 64 } });
  return (await object.text()).trimEnd().split('\n').at(-1);
}

export const transferScenarios = cases('scenarios', 'transfers', {
  backup_is_resumed: {
    title: 'A nightly backup that was killed goes on from another machine and sends only what is missing.',
    async run(scene) {
      const { partBytes } = scene;
      const parts = [bytesOf(partBytes, 1), bytesOf(partBytes, 2), bytesOf(77, 3)];
      const session = await scene.value(scene.storage.uploads.create({ key: 'nightly/2026-11-22' }));
      await scene.part(session, 1, parts[0] ?? new Uint8Array());
      const noted = JSON.stringify(session);
      const other = await scene.subject.another();
      assertEqual(
        await scene.value(backUp(other, JSON.parse(noted) as UploadSession, parts)),
        2,
        'parts sent',
      ); // as it was noted
      const whole = new Uint8Array(await new Blob(parts.map((part) => new Uint8Array(part))).arrayBuffer());
      await scene.assertStored('nightly/2026-11-22', whole);
      await scene.assertNoDebris();
    },
  },
  backup_is_verified: {
    title: 'A backup arrives whole with its digest, or not at all.',
    async run(scene) {
      const dump = bytesOf(scene.partBytes * 2 + 5);
      const checksum = await checksumOf(dump);
      const options = { checksum, partBytes: scene.partBytes };
      await scene.value(scene.storage.put('nightly/db', chunksOf(dump), options));
      const cut = chunksOf(dump.subarray(0, -1));
      assertEqual(
        (await scene.failure(scene.storage.put('nightly/db', cut, options))).reason,
        'checksum_mismatch',
        'reason',
      );
      await scene.assertStored('nightly/db', dump);
    },
  },
  backups_are_thinned_out: {
    title: 'Only the newest backups are kept.',
    async run(scene) {
      for (const day of ['01', '02', '03', '04']) await scene.put(`nightly/2026-11-${day}`, day);
      await scene.value(thinOut(scene.storage, 2));
      assertEqual(
        await scene.farKeys(),
        ['nightly/2026-11-03', 'nightly/2026-11-04'],
        'keys on the far side',
      );
    },
  },
  film_is_sought: {
    title: 'A player reads from the middle of a film, and a log is read from its end.',
    async run(scene) {
      const film = bytesOf(300_000);
      await scene.put('film.mp4', film);
      const read = await scene.value(seek(scene.storage, 'film.mp4', 250_000));
      assertEqual(Array.from(read), Array.from(film.subarray(250_000, 251_000)), 'the bytes');
      await scene.put('app.log', `${'started\n'.repeat(1000)}stopped\n`);
      assertEqual(await scene.value(tail(scene.storage, 'app.log')), 'stopped', 'the last line');
    },
  },
  link_is_shared_until_it_expires: {
    title: 'A shared link serves a download under its name, until it expires.',
    needs: { traits: ['presign.get'] },
    async run(scene) {
      await scene.put('reports/q3.csv', 'a;b', { contentType: 'text/csv' });
      const link = await scene.value(
        scene.storage.presign.get('reports/q3.csv', {
          expiresInSeconds: 3600,
          contentDisposition: 'attachment; filename="Report.csv"',
        }),
      );
      const response = await scene.use(link);
      assertEqual(await scene.value(response.text()), 'a;b', 'text');
      assert(response.headers.get('content-disposition')?.includes('Report.csv'), 'it has its name');
      await scene.clock.advance(3_700_000);
      const late = await scene.use(link);
      await late.body?.cancel();
      assert(late.status >= 400, `the link is over, found ${late.status}`);
    },
  },
  browser_uploads_by_form: {
    title: 'A browser uploads straight to the store by form; the application then takes the file over.',
    needs: { traits: ['presign.post'], operations: ['copy'] },
    async run(scene) {
      const form = await scene.value(
        scene.storage.presign.post('incoming/42', { maxBytes: 1000, contentType: 'image/png' }),
      );
      const fields = new FormData();
      for (const [name, value] of Object.entries(form.fields)) fields.append(name, value);
      fields.append('file', new File(['picture'], 'me.png', { type: 'image/png' }));
      const { status } = await scene.value(
        scene.subject.fetch(new Request(form.url, { method: 'POST', body: fields })),
      );
      assert(status < 300, `the upload is done, found ${status}`);
      await scene.value(scene.storage.move({ from: 'incoming/42', to: 'pictures/42.png' }));
      await scene.assertStored('pictures/42.png', 'picture');
    },
  },
  browser_uploads_by_script: {
    title: 'A script uploads with a link for exactly this file, and the application sees its size and type.',
    needs: { traits: ['presign.put'] },
    async run(scene) {
      const link = await scene.value(scene.storage.presign.put('incoming/43', { contentType: 'image/png' }));
      assert((await scene.use(link, { body: 'picture' })).ok, 'the upload is done');
      const { sizeBytes, contentType } = await scene.head('incoming/43');
      assertEqual([sizeBytes, contentType], [7, 'image/png'], 'size and type');
    },
  },
  outage_amid_a_backup: {
    title: 'A provider that fails amid a backup for a moment does not matter; the backup is whole.',
    needs: { wire: true },
    async run(scene) {
      const { partBytes } = scene;
      async function* dump() {
        for (let part = 1; part <= 4; part += 1) {
          if (part === 3) scene.wire.fault({ kind: 'vendor', error: 'unavailable' });
          yield bytesOf(partBytes, part);
        }
      }
      await scene.value(scene.storage.put('nightly/big', dump(), { partBytes }));
      assertEqual((await scene.far('nightly/big'))?.sizeBytes, partBytes * 4, 'size on the far side');
      await scene.assertNoDebris();
    },
  },
});
