import { html, type Page } from '@patchbay/core/pages';
import type { FormTarget } from './device-pages.ts';

/** Asks whether the session at the provider shall end too. */
export function signOutPage({ action, proof }: FormTarget, destinations: readonly string[]): Page {
  const title = 'Sign out here too?';
  const body = html`
<section class="sheet" aria-labelledby="title">
<h1 id="title">${title}</h1>
<p>You are signed out of the application. This provider still knows who you are, and would sign you in again.</p>
<form method="post" action="${action}">
<input type="hidden" name="xsrf" value="${proof}">
<div class="actions"><button name="logout" value="yes">Sign out</button>
<button>Stay signed in</button></div>
</form>
</section>`;
  return { title, body, destinations };
}
