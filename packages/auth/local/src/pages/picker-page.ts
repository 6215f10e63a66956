import { type Html, html, type Page } from '@patchbay/core/pages';
import type { UserRecord } from '../engine/records.ts';

/** Who can be picked, and for whom. */
export interface PickerView {
  readonly people: readonly UserRecord[];
  /** Where the form goes: the page's own address. */
  readonly action: string;
  readonly redirectUri: string;
  readonly alert?: string | undefined;
}

/** Everybody who can sign in, one button each. */
export function pickerPage({ people, action, redirectUri, alert }: PickerView): Page {
  const title = 'Who are you?';
  const list =
    people.length === 0
      ? html`<p>There is nobody who can sign in.</p>`
      : html`<ul class="people">${people.map(row)}</ul>`;
  const body = html`
<section class="sheet" aria-labelledby="title">
<p class="label">Sign in to ${new URL(redirectUri).host}</p>
<h1 id="title">${title}</h1>
${alert === undefined ? undefined : html`<p class="alert" role="alert">${alert}</p>`}
<form method="post" action="${action}">
${list}
<div class="actions refuse"><button name="refuse" value="yes">Say no</button></div>
</form>
</section>`;
  return { title, body, status: alert === undefined ? 200 : 400, destinations: [redirectUri] };
}

function row({ id, name, email, emailVerified, username }: UserRecord): Html {
  const address = email === undefined ? undefined : html`<span class="quiet address">${email}</span>`;
  const mark =
    email === undefined
      ? undefined
      : html`<span class="quiet mark">${emailVerified ? 'verified' : 'not verified'}</span>`;
  return html`<li><button name="person" value="${id}"><b>${name ?? username ?? email}</b>${address}${mark}</button></li>
`;
}
