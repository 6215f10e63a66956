import { html, type Page } from '@patchbay/core/pages';

/** Where a form goes, and what proves that it came from the page. */
export interface FormTarget {
  readonly action: string;
  readonly proof: string;
}

/** Asks for the code that a device shows. */
export function deviceCodePage({ action, proof }: FormTarget, code: string, alert: string | undefined): Page {
  const title = 'Which code does the device show?';
  const body = html`
<section class="sheet" aria-labelledby="title">
<p class="label">Sign in on a device</p>
<h1 id="title">${title}</h1>
${alert === undefined ? undefined : html`<p class="alert" role="alert">${alert}</p>`}
<form method="post" action="${action}">
<input type="hidden" name="xsrf" value="${proof}">
<label for="code">Code</label>
<input type="text" id="code" name="user_code" value="${code}" required autofocus autocomplete="off" spellcheck="false">
<div class="actions"><button>Continue</button></div>
</form>
</section>`;
  return { title, body };
}

/** Asks whether the code is the one on the device. `typed` is what came in, `shown` what it stands for. */
export function devicePage({ action, proof }: FormTarget, typed: string, shown: string): Page {
  const title = 'Is it your device?';
  const body = html`
<section class="sheet" aria-labelledby="title">
<p class="label">Sign in on a device</p>
<h1 id="title">${title}</h1>
<p>Go on only if the device in front of you shows this code:</p>
<p class="code">${shown}</p>
<form method="post" action="${action}">
<input type="hidden" name="xsrf" value="${proof}">
<input type="hidden" name="user_code" value="${typed}">
<input type="hidden" name="confirm" value="yes">
<div class="actions"><button>Continue</button>
<button name="abort" value="yes">Say no</button></div>
</form>
</section>`;
  return { title, body };
}
