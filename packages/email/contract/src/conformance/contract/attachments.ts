import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Attachment, AttachmentContent } from '../../attachment.ts';
import { cases, type EmailRow } from '../define.ts';
import type { AcceptedMail } from '../harness.ts';

const needs = { traits: ['attachments'] } as const;

/** Every value of a byte, and a length that is no multiple of three. */
const everyByte = Uint8Array.from({ length: 256 + 1 }, (_, index) => index % 256);
const large = Uint8Array.from({ length: 300_001 }, (_, index) => (index * 7 + (index >> 8)) % 256);

/** Files arrive byte for byte, wherever the bytes come from. */
export const attachmentCases = cases('contract', 'send', {
  attachment_of_bytes: from('bytes', (bytes) => bytes),
  attachment_of_part_of_a_buffer: from('a view into a larger buffer', (bytes) => {
    const buffer = new Uint8Array(bytes.length + 20).fill(7);
    buffer.set(bytes, 10);
    return buffer.subarray(10, bytes.length + 10);
  }),
  attachment_of_a_blob: from('a Blob', (bytes) => new Blob([new Uint8Array(bytes)])),
  attachment_of_base64: from('base64', (bytes) => ({ base64: toBase64(bytes) })),
  attachment_of_a_stream: from('a stream', (bytes) => () => new Blob([new Uint8Array(bytes)]).stream()),
  attachment_of_an_iterable: from(
    'chunks of any size',
    (bytes) =>
      async function* chunks() {
        for (let start = 0; start < bytes.length; start += 9973) yield bytes.subarray(start, start + 9973);
      },
  ),
  attachment_names_and_types: {
    title: 'Names of any script, types and the order arrive; a file without a type is plain bytes.',
    needs,
    async run(scene) {
      const attachments = [
        {
          filename: 'Rechnung für März — 東京.pdf',
          content: new Uint8Array([37, 80]),
          contentType: 'application/pdf',
        },
        {
          filename: 'notes "final" (2).txt',
          content: new Uint8Array([104, 105]),
          contentType: 'text/plain; charset=utf-8',
        },
        { filename: 'data.bin', content: new Uint8Array([0]) },
      ];
      const found = (await scene.arrived({ attachments })).attachments;
      assertEqual(
        found.map(({ filename, contentType }) => [filename, mediaType(contentType)]),
        attachments.map(({ filename, contentType }) => [filename, mediaType(contentType)]),
        'names and types',
      );
    },
  },
  attachment_beside_both_bodies: {
    title: 'Text, HTML and files go together.',
    needs,
    async run(scene) {
      const attachments = [file('a.txt', new Uint8Array([97])), file('a.txt', new Uint8Array([98]))];
      const mail = await scene.arrived({ html: '<p>Hello Ada.</p>', attachments });
      assert(mail.text?.includes('Hello Ada.') && mail.html?.includes('<p>Hello Ada.</p>'), 'both bodies');
      assertEqual(
        mail.attachments.map(({ bytes }) => [...bytes]),
        [[97], [98]],
        'two files of the same name',
      );
    },
  },
  inline_image: {
    title: 'An image inside the HTML is found by its content id.',
    needs: { traits: ['attachments', 'inline'] },
    async run(scene) {
      const image = {
        filename: 'logo.png',
        content: everyByte,
        contentType: 'image/png',
        contentId: 'logo.1@shop',
      };
      const html = '<p><img src="cid:logo.1@shop" alt="Logo"></p>';
      const mail = await scene.arrived({ html, attachments: [image, file('terms.txt', everyByte)] });
      assert(mail.html?.includes('cid:logo.1@shop'), 'the HTML refers to it');
      assertEqual(
        mail.attachments.map(({ contentId }) => contentId),
        ['logo.1@shop', undefined],
        'content ids',
      );
      assertBytes(mail, 0, everyByte);
    },
  },
  attachment_is_read_again: {
    title: 'A repeated attempt reads a stream anew: the file arrives whole.',
    needs: { ...needs, wire: true },
    async run(scene) {
      let opened = 0;
      const content = (): AsyncIterable<Uint8Array> => {
        opened += 1;
        return new Blob([new Uint8Array(everyByte)]).stream();
      };
      scene.wire.fault({ kind: 'vendor', error: 'rate_limited', retryAfter: { form: 'none' } });
      const mail = await scene.arrived({ attachments: [{ filename: 'a.bin', content }] });
      assert(opened >= 1, `the stream was opened, found ${opened} times`);
      assertBytes(mail, 0, everyByte);
    },
  },
});

function from(what: string, make: (bytes: Uint8Array) => AttachmentContent): EmailRow {
  return {
    title: `An attachment that is given as ${what} arrives byte for byte.`,
    needs,
    parameters: { what },
    async run(scene) {
      const sizes = [everyByte.subarray(0, 1), everyByte.subarray(0, 2), everyByte, large];
      const attachments = sizes.map((bytes, index) => file(`file-${index}.bin`, make(bytes)));
      const mail = await scene.arrived({ attachments });
      assertEqual(mail.attachments.length, sizes.length, 'files');
      for (const [index, bytes] of sizes.entries()) assertBytes(mail, index, bytes);
    },
  };
}

function file(filename: string, content: AttachmentContent): Attachment {
  return { filename, content };
}

function assertBytes(mail: AcceptedMail, index: number, expected: Uint8Array): void {
  const found = mail.attachments[index]?.bytes ?? new Uint8Array();
  assertEqual(found.byteLength, expected.byteLength, `length of file ${index}`);
  const different = expected.findIndex((byte, at) => found[at] !== byte);
  assertEqual(different, -1, `first byte of file ${index} that is another`);
}

/** A type without its parameters: not every provider keeps those. */
function mediaType(contentType = 'application/octet-stream'): string {
  return contentType.replace(/;.*/s, '');
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
