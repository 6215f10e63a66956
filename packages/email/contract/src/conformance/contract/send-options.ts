import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { AcceptedMail } from '../harness.ts';

const hour = 3_600_000;

/** What is sent is what arrives: the fields that a provider may lack. */
export const sendOptionCases = cases('contract', 'send', {
  headers_arrive: {
    title: 'Headers of your own arrive by their names and values.',
    needs: { traits: ['headers'] },
    async run(scene) {
      const headers = {
        'X-Order': '1007; state=paid',
        'In-Reply-To': '<a1@shop.example>',
        'X-Long': 'word '.repeat(60).trim(),
      };
      const mail = await scene.arrived({ headers });
      for (const [name, value] of Object.entries(headers))
        assertEqual(headerOf(mail, name), [value], `values of ${name}`);
    },
  },
  headers_stay_in_the_mail: {
    title: 'A header of the mail is no header of the request: it cannot stand in for a credential.',
    needs: { traits: ['headers'], wire: true },
    async run(scene) {
      const mail = await scene.arrived({
        headers: { 'X-Api-Key': 'mine', 'Proxy-Authorization': 'Basic eDp5' },
      });
      assertEqual(headerOf(mail, 'x-api-key'), ['mine'], 'values of X-Api-Key');
      assertEqual(headerOf(mail, 'proxy-authorization'), ['Basic eDp5'], 'values of Proxy-Authorization');
    },
  },
  unsubscribe_by_url_and_mail: {
    title: '`unsubscribe` is sent as List-Unsubscribe, with one click where the URL is https.',
    needs: { traits: ['headers'] },
    async run(scene) {
      const url = 'https://shop.example/leave?reader=7&list=news';
      const mail = await scene.arrived({ unsubscribe: { url, email: 'leave+7@shop.example' } });
      const [ways = '', ...more] = headerOf(mail, 'list-unsubscribe');
      assertEqual(more, [], 'further List-Unsubscribe headers');
      assert(ways.includes(`<${url}>`), `the URL in brackets, found ${ways}`);
      assert(/<mailto:leave(\+|%2B)7@shop\.example>/.test(ways), `the mailbox as mailto, found ${ways}`);
      assertEqual(headerOf(mail, 'list-unsubscribe-post'), ['List-Unsubscribe=One-Click'], 'one click');
    },
  },
  unsubscribe_by_mail_alone: {
    title: 'Without a URL of https there is no promise of one click.',
    needs: { traits: ['headers'] },
    async run(scene) {
      const mail = await scene.arrived({ unsubscribe: { email: 'leave@shop.example' } });
      assertEqual(headerOf(mail, 'list-unsubscribe'), ['<mailto:leave@shop.example>'], 'List-Unsubscribe');
      assertEqual(headerOf(mail, 'list-unsubscribe-post'), [], 'List-Unsubscribe-Post');
    },
  },
  tags_arrive: {
    title: 'Tags arrive, in any order.',
    needs: { traits: ['tags'] },
    async run(scene) {
      const mail = await scene.arrived({ tags: ['receipt', 'EU customers'] });
      assertEqual(mail.tags.toSorted(), ['EU customers', 'receipt'], 'tags');
      assertEqual((await scene.arrived()).tags, [], 'tags of a mail without');
    },
  },
  metadata_travels: {
    title: 'Metadata and reference travel with the mail and come back on the receipt.',
    needs: { traits: ['metadata'] },
    async run(scene) {
      const metadata = { order: '1007', 'two words': 'a=b&c "d" — 東京', empty: '' };
      const { id, reference } = await scene.send({ metadata, reference: 'order-1007' });
      assertEqual(reference, 'order-1007', 'reference of the receipt');
      const found = (await scene.mailOf({ id })).metadata;
      for (const [name, value] of Object.entries(metadata))
        assertEqual(found[name], value, `metadata ${name}`);
    },
  },
  waits_for_its_time: {
    title: 'A mail with `sendAt` waits until then, and is sent then.',
    needs: { traits: ['schedule'] },
    async run(scene) {
      const sendAt = new Date(Math.ceil(scene.clock.now() / 1000) * 1000 + hour);
      const receipt = await scene.send({ sendAt });
      assertEqual(
        [receipt.status, receipt.recipients.map(({ status }) => status)],
        ['scheduled', ['scheduled']],
        'status, and that of the recipients',
      );
      const waiting = await scene.mailOf(receipt);
      assertEqual([waiting.status, waiting.sendAt], ['waiting', sendAt], 'the mail before its time');
      await scene.subject.passTime(hour - 60_000);
      assertEqual((await scene.mailOf(receipt)).status, 'waiting', 'status a minute before');
      await scene.subject.passTime(120_000);
      assertEqual((await scene.mailOf(receipt)).status, 'sent', 'status a minute after');
    },
  },
  tracking_is_passed_on: {
    title: 'What may be counted is passed on, “no” as well as “yes”.',
    needs: { traits: ['tracking'] },
    async run(scene) {
      const one = await scene.arrived({ tracking: { opens: false, clicks: true } });
      assertEqual([one.tracking.opens, one.tracking.clicks], [false, true], 'opens, and clicks');
      const other = await scene.arrived({ tracking: { opens: false, clicks: false } });
      assertEqual([other.tracking.opens, other.tracking.clicks], [false, false], 'opens, and clicks');
      const neither = await scene.arrived();
      assertEqual(Object.keys(neither.tracking), [], 'what is said without tracking');
    },
  },
  bounces_go_elsewhere: {
    title: '`envelopeFrom` is where bounces go; readers still see the sender.',
    needs: { traits: ['envelope_from'] },
    async run(scene) {
      const envelopeFrom = scene.fixtures.sender.replace(/^.*@/, 'bounces+7@');
      const mail = await scene.arrived({ envelopeFrom });
      assertEqual(
        [mail.envelopeFrom, mail.from.email],
        [envelopeFrom, scene.fixtures.sender],
        'bounces, and from',
      );
    },
  },
  template_and_its_data: {
    title: 'A template is named and filled; its data arrive as they were given.',
    needs: { traits: ['templates'] },
    async run(scene) {
      const { templateId = '' } = scene.fixtures;
      const data = { name: 'Ada “東京”', items: [{ sku: 'A-1', count: 2 }], paid: false, note: '' };
      const message = scene.bare({ template: { id: templateId, data } });
      const { template } = await scene.mailOf(await scene.value(scene.email.send(message, scene.once())));
      assertEqual(template, { id: templateId, data }, 'template');
    },
  },
});

function headerOf({ headers }: AcceptedMail, name: string): readonly string[] {
  return headers
    .filter((header) => header.name.toLowerCase() === name.toLowerCase())
    .map(({ value }) => value);
}
