import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { AcceptedMail } from '../harness.ts';
import { withoutCarriage } from './same-text.ts';

const hard = 'Grüße aus 東京 😀 — “quoted”, <tag>, a\\b, 50 % & more';

/** What is sent is what arrives: the fields that every mail has. */
export const sendCases = cases('contract', 'send', {
  arrives_whole: {
    title: 'Sender, reader, subject, text and HTML arrive as they were given.',
    async run(scene) {
      const text = `Dear Ada,\n\n${hard}\n\nYours`;
      const html = `<p title="a &amp; b">Dear Ada,</p>\n<p>Grüße aus 東京 😀</p>`;
      const mail = await scene.arrived({ subject: 'Your order 1007', text, html });
      assertEqual(mail.from.email, scene.fixtures.sender, 'from');
      assertEqual([emails(mail.to), mail.cc], [[scene.at('ada')], []], 'to, and cc');
      assertEqual([mail.envelope, mail.status], [[scene.at('ada')], 'sent'], 'envelope, and status');
      assertEqual(mail.subject, 'Your order 1007', 'subject');
      assertEqual(withoutCarriage(mail.text), text, 'text');
      assertEqual(withoutCarriage(mail.html), html, 'html');
    },
  },
  text_alone: {
    title: 'A mail with text alone gets no HTML.',
    async run(scene) {
      const { text, html } = await scene.mailOf(await scene.send({ text: 'Only text.' }));
      assertEqual([withoutCarriage(text), html], ['Only text.', undefined], 'text, and html');
    },
  },
  html_alone: {
    title: 'A mail with HTML alone arrives.',
    async run(scene) {
      const message = scene.bare({ subject: 'A page', html: '<p>Only HTML.</p>' });
      const { html } = await scene.mailOf(await scene.value(scene.email.send(message, scene.once())));
      assertEqual(withoutCarriage(html), '<p>Only HTML.</p>', 'html');
    },
  },
  lines_of_any_kind: {
    title: 'Lines that begin with a dot, that are very long, or that say “From ” arrive unchanged.',
    async run(scene) {
      const text = `.\n..two dots\nFrom here on\n${'x'.repeat(3000)}\n=3D=\n  indented\n\tand tabbed\n.`;
      const { text: found } = await scene.arrived({ text });
      assertEqual(withoutCarriage(found), text, 'text');
    },
  },
  names_of_any_script: {
    title: 'The names of sender and readers arrive whatever their script, quotes and commas included.',
    async run(scene) {
      const from = { email: scene.fixtures.sender, name: 'Zoë’s “Shop” & Co., 東京' };
      const to = [
        { email: scene.at('ada'), name: 'Lovelace, Ada (Countess) <ada>' },
        { email: scene.at('grace'), name: 'Грейс "Amazing" Хоппер' },
      ];
      const mail = await scene.arrived({ from, to });
      assertEqual(mail.from, from, 'from');
      assertEqual(mail.to, to, 'to');
      assertEqual(mail.envelope.toSorted(), [scene.at('ada'), scene.at('grace')], 'envelope');
    },
  },
  address_as_text: {
    title: '`Name <address>` is the same as its parts.',
    async run(scene) {
      const mail = await scene.arrived({
        from: `Postcards <${scene.fixtures.sender}>`,
        to: [`"Lovelace, Ada" <${scene.at('ada')}>`, scene.at('grace')],
      });
      assertEqual(mail.from, { email: scene.fixtures.sender, name: 'Postcards' }, 'from');
      assertEqual(mail.to[0], { email: scene.at('ada'), name: 'Lovelace, Ada' }, 'first of to');
      assertEqual(mail.to[1]?.email, scene.at('grace'), 'second of to');
    },
  },
  address_of_any_form: {
    title: 'Addresses with plus, dots, dashes and capitals arrive as they were written.',
    async run(scene) {
      const to = ['ada+news', 'a.d.a', 'Ada_Lovelace-1'].map((name) => scene.at(name));
      const mail = await scene.arrived({ to });
      assertEqual([emails(mail.to), mail.envelope.toSorted()], [to, to.toSorted()], 'to, and envelope');
    },
  },
  long_subject: {
    title: 'A subject of several hundred characters in any script arrives whole.',
    async run(scene) {
      const subject = `${'Ein sehr langer Betreff, '.repeat(12)}${'東京'.repeat(40)} 😀 Ende`;
      assertEqual((await scene.arrived({ subject })).subject, subject, 'subject');
    },
  },
  reply_to: {
    title: 'Answers go where `replyTo` says, to one mailbox or to several.',
    async run(scene) {
      const one = await scene.arrived({ replyTo: { email: scene.at('desk'), name: 'The desk' } });
      assertEqual(one.replyTo, [{ email: scene.at('desk'), name: 'The desk' }], 'one');
      const two = await scene.arrived({ replyTo: [scene.at('desk'), scene.at('boss')] });
      assertEqual(emails(two.replyTo), [scene.at('desk'), scene.at('boss')], 'two');
      assertEqual((await scene.arrived()).replyTo, [], 'none');
    },
  },
  copies: {
    title: 'Everyone in to, cc and bcc gets the mail; to and cc are shown.',
    async run(scene) {
      const [ada, grace, mary] = [scene.at('ada'), scene.at('grace'), scene.at('mary')];
      const mail = await scene.arrived({ to: ada, cc: [grace], bcc: [mary] });
      assertEqual([emails(mail.to), emails(mail.cc)], [[ada], [grace]], 'to, and cc');
      assertEqual(mail.envelope.toSorted(), [ada, grace, mary].toSorted(), 'envelope');
    },
  },
  blind_copies_are_secret: {
    title: 'No reader sees who is in bcc: not in a header, not in the body, not in the source.',
    async run(scene) {
      const secret = { email: scene.at('whistle'), name: 'Whistle Blower' };
      const mail = await scene.arrived({ to: scene.at('ada'), bcc: secret });
      const { envelope, ...seen } = mail;
      assert(envelope.includes(secret.email), 'the blind copy is sent');
      const shown = printed(seen);
      for (const word of [secret.email, secret.name])
        assert(!shown.includes(word), `${word} stays secret, found ${shown}`);
    },
  },
  a_name_is_no_address: {
    title: 'A name that looks like a list of addresses is a name: nobody else gets the mail.',
    async run(scene) {
      const name = 'eve@evil.example, <mallory@evil.example>; Bcc: trudy@evil.example';
      const mail = await scene.arrived({ to: { email: scene.at('ada'), name } });
      assertEqual(mail.envelope, [scene.at('ada')], 'envelope');
      assertEqual(mail.to, [{ email: scene.at('ada'), name }], 'to');
    },
  },
  leaves_the_input_alone: {
    title: 'The message that was given is not changed, not even when it is frozen.',
    async run(scene) {
      const to = Object.freeze([Object.freeze({ email: scene.at('ada'), name: 'Ada' })]);
      const message = Object.freeze(scene.message({ to, replyTo: to }));
      const before = JSON.stringify(message);
      const { id } = await scene.value(scene.email.send(message, scene.once()));
      assertEqual(JSON.stringify(message), before, 'the message');
      await scene.mailOf({ id });
    },
  },
});

function emails(addresses: AcceptedMail['to']): readonly string[] {
  return addresses.map(({ email }) => email);
}

function printed(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    member instanceof Uint8Array ? new TextDecoder().decode(member) : member,
  );
}
