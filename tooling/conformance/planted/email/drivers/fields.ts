import type { EmailDriver } from '../broken.ts';
import type { MailJson, Personalization } from '../mail-json.ts';
import { mails } from '../wire.ts';

/** Defects in what is sent. */
export const fieldDrivers: readonly EmailDriver[] = [
  sends('bcc-in-cc', 'shows blind copies as copies', 'blind_copies_are_secret', ({ personalizations }) => {
    for (const person of personalizations) {
      person.cc = [...(person.cc ?? []), ...(person.bcc ?? [])];
      delete person.bcc;
    }
  }),
  sends(
    'bcc-in-a-header',
    'writes blind copies into a header',
    'blind_copies_are_secret',
    ({ personalizations }) => {
      for (const { bcc = [], headers = {}, ...person } of personalizations.splice(0))
        personalizations.push({
          ...person,
          bcc,
          headers: { ...headers, 'X-Also': bcc.map(({ email }) => email).join(' ') },
        });
    },
  ),
  sends(
    'bcc-dropped',
    'forgets blind copies',
    'copies',
    each((person) => delete person.bcc),
  ),
  sends(
    'cc-dropped',
    'forgets copies',
    'copies',
    each((person) => delete person.cc),
  ),
  sends(
    'first-of-to',
    'sends to the first reader only',
    'names_of_any_script',
    each((person) => {
      person.to = (person.to ?? []).slice(0, 1);
    }),
  ),
  sends(
    'names-dropped',
    'forgets the names of readers',
    'names_of_any_script',
    each((person) => {
      for (const reader of person.to ?? []) delete reader.name;
    }),
  ),
  sends('names-in-ascii', 'writes names in ASCII', 'names_of_any_script', (mail) => {
    if (mail.from?.name !== undefined) mail.from.name = mail.from.name.replace(/[^ -~]/g, '?');
  }),
  sends(
    'address-in-lower-case',
    'writes addresses in lower case',
    'address_of_any_form',
    each((person) => {
      for (const reader of person.to ?? []) reader.email = reader.email.toLowerCase();
    }),
  ),
  sends('reply-to-dropped', 'forgets where answers go', 'reply_to', (mail) => delete mail.reply_to),
  sends('first-of-reply-to', 'answers go to the first mailbox only', 'reply_to', (mail) => {
    const [first] = mail.reply_to_list ?? [];
    if (first !== undefined) mail.reply_to = first;
    delete mail.reply_to_list;
  }),
  sends('subject-cut', 'cuts a long subject', 'long_subject', (mail) => {
    if (mail.subject !== undefined) mail.subject = mail.subject.slice(0, 78);
  }),
  sends('text-folded', 'folds long lines', 'lines_of_any_kind', (mail) => {
    for (const part of mail.content ?? []) part.value = part.value.replace(/(.{76})(?=.)/g, '$1\n');
  }),
  sends('text-trimmed', 'takes leading dots for the end of the mail', 'lines_of_any_kind', (mail) => {
    for (const part of mail.content ?? []) part.value = part.value.replace(/^\./gm, '');
  }),
  sends('html-from-text', 'makes HTML of a text', 'text_alone', (mail) => {
    const [first] = mail.content ?? [];
    if (mail.content?.length === 1 && first !== undefined)
      mail.content.push({ type: 'text/html', value: first.value });
  }),
  sends('html-cleaned', 'takes attributes out of HTML', 'arrives_whole', (mail) => {
    for (const part of mail.content ?? []) part.value = part.value.replace(/ title="[^"]*"/g, '');
  }),
  sends(
    'headers-dropped',
    'forgets headers',
    'headers_arrive',
    each((person) => delete person.headers),
  ),
  sends(
    'one-click-always',
    'promises one click without a page for it',
    'unsubscribe_by_mail_alone',
    each((person) => {
      if (person.headers?.['List-Unsubscribe'] !== undefined)
        person.headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
    }),
  ),
  sends(
    'one-click-never',
    'forgets the promise of one click',
    'unsubscribe_by_url_and_mail',
    each((person) => {
      delete person.headers?.['List-Unsubscribe-Post'];
    }),
  ),
  sends('tags-dropped', 'forgets tags', 'tags_arrive', (mail) => delete mail.categories),
  sends('metadata-dropped', 'forgets metadata', 'metadata_travels', (mail) => delete mail.custom_args),
  sends(
    'time-dropped',
    'sends at once what should wait',
    'waits_for_its_time',
    (mail) => delete mail.send_at,
  ),
  sends('time-off-by-an-hour', 'sends an hour late', 'waits_for_its_time', (mail) => {
    if (typeof mail.send_at === 'number') mail.send_at += 3600;
  }),
  sends('no-is-nothing', 'drops a “no” as if nothing were said', 'tracking_is_passed_on', (mail) => {
    for (const [name, { enable }] of Object.entries(mail.tracking_settings ?? {}))
      if (!enable) delete mail.tracking_settings?.[name];
  }),
  sends(
    'template-data-dropped',
    'forgets what a template is filled with',
    'template_and_its_data',
    each((person) => {
      delete person.dynamic_template_data;
    }),
  ),
];

function sends(
  id: string,
  what: string,
  behaviour: string,
  change: (mail: MailJson) => unknown,
): EmailDriver {
  const planted = mails((mail) => void change(mail));
  return { id, what, caughtBy: `contract.send.${behaviour}`, on: 'sendgrid', defect: { planted } };
}

function each(change: (person: Personalization) => unknown): (mail: MailJson) => void {
  return ({ personalizations }) => personalizations.forEach(change);
}
