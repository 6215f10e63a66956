import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDriverFailure } from '@patchbay/core';
import { type Attachment, type AttachmentContent, loadAttachments, toBase64 } from '@patchbay/email';
import { fileAttachment } from '@patchbay/email/node';
import { describe, expect, it } from 'vitest';

const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
const limit = 4_000_000;

const file = (content: AttachmentContent): Attachment => ({ filename: 'a.bin', content });

async function failureOf(loading: Promise<unknown>): Promise<object> {
  const error: unknown = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isDriverFailure(error)) throw new Error(`A DriverFailure; found ${String(error)}.`);
  return error.failure;
}

describe('attachments', () => {
  it.each<[string, AttachmentContent]>([
    ['bytes', bytes],
    ['a Buffer of a pool', Buffer.concat([Buffer.from('before'), bytes]).subarray(6)],
    ['a Blob', new Blob([bytes])],
    ['base64', { base64: Buffer.from(bytes).toString('base64') }],
    ['a web stream', () => new Blob([bytes]).stream()],
    [
      'an async iterable',
      async function* chunks() {
        yield bytes.subarray(0, 7);
        yield bytes.subarray(7);
      },
    ],
  ])('are read whole from %s', async (_what, content) => {
    const [loaded] = await loadAttachments([file(content)], limit);
    expect(Buffer.from(loaded?.bytes ?? []).equals(bytes)).toBe(true);
    expect(loaded?.contentType).toBe('application/octet-stream');
  });

  it('are read from a file when they are sent, and again when they are sent again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-'));
    try {
      const path = join(folder, 'invoice 7.pdf');
      const attachment = fileAttachment(path, { contentType: 'application/pdf' });
      for (const text of ['first', 'second']) {
        writeFileSync(path, text);
        const [loaded] = await loadAttachments([attachment], limit);
        expect(Buffer.from(loaded?.bytes ?? []).toString()).toBe(text);
        expect([loaded?.filename, loaded?.contentType]).toEqual(['invoice 7.pdf', 'application/pdf']);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are refused together by the octet, counted in base64', async () => {
    const exactly = [file(new Uint8Array(450)), file(new Blob([new Uint8Array(300)]))];
    expect(await loadAttachments(exactly, 1000)).toHaveLength(2);
    const more = [...exactly, file(new Uint8Array(1))];
    expect(await failureOf(loadAttachments(more, 1000))).toMatchObject({
      code: 'payload_too_large',
      reason: 'message_too_large',
    });
  });

  it('in base64 are not even decoded when they are too long', async () => {
    const base64 = '!'.repeat(1400); // whoever decodes it notices that it is none
    expect(await failureOf(loadAttachments([file({ base64 })], 1000))).toMatchObject({
      reason: 'message_too_large',
    });
  });

  it('from a stream that is too long are read no further, and the stream is closed', async () => {
    let [read, closed] = [0, false];
    const content = async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array((read += 1000) && 1000);
      } finally {
        closed = true;
      }
    };
    expect(await failureOf(loadAttachments([file(content)], 4000))).toMatchObject({
      reason: 'message_too_large',
    });
    expect([read, closed]).toEqual([4000, true]);
  });

  it.each<[string, AttachmentContent]>([
    [
      'breaks',
      async function* broken() {
        yield bytes;
        throw new Error('the disk is gone');
      },
    ],
    ['gives text', (() => ['text']) as never],
    ['is none', (() => 7) as never],
    [
      'cannot be opened',
      () => {
        throw new Error('no such file');
      },
    ],
  ])('from a stream that %s are refused', async (_what, content) => {
    expect(await failureOf(loadAttachments([file(content)], limit))).toMatchObject({
      code: 'invalid_request',
      reason: 'attachment_invalid',
    });
  });

  it('are written in base64 as everybody else writes it', () => {
    for (const length of [0, 1, 2, 3, 4, 32_765, 32_766, 32_767, 65_532, 100_000]) {
      const some = Uint8Array.from({ length }, (_, index) => (index * 7) % 256);
      expect(toBase64(some)).toBe(Buffer.from(some).toString('base64'));
    }
  });
});
