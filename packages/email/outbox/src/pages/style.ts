/** The rules of the inbox, after those that all embedded providers share. */
export const style = `
:root { --width: 1080px; }
.mails { border: 1px solid var(--line); border-radius: 8px; background: var(--surface); overflow: hidden; }
.mails li + li { border-top: 1px solid var(--line); }
.mails a { display: grid; gap: 0 24px; padding: 12px 16px; color: inherit; text-decoration: none; }
.mails a:hover { background: var(--tint); }
.mails a:focus-visible { outline-offset: -2px; }
.mails span { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mails .subject { font-weight: 600; }
@media (min-width: 760px) { .mails a { grid-template-columns: 3fr 5fr auto; align-items: baseline; } }
@media (min-width: 1200px) { header, main, footer { width: min(100% - 64px, 1240px); } }
.state { display: inline-block; padding: 0 8px; border: 1px solid var(--edge); border-radius: 999px; font-size: 13px; font-weight: 400; color: var(--quiet); }
.state.refused, .state.cancelled, .refused .fate, .suppressed .fate { color: var(--bad); }
.state.refused, .state.cancelled { border-color: var(--bad); }
dl { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; margin: 0 0 24px; }
dt { color: var(--quiet); font-size: 14px; line-height: 24px; }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: 0 24px; margin-bottom: 16px; border-bottom: 1px solid var(--line); }
nav a { padding: 10px 0; margin-bottom: -1px; color: var(--quiet); text-decoration: none; border-bottom: 2px solid transparent; }
nav a[aria-current] { color: var(--text); border-color: var(--accent); font-weight: 600; }
iframe { display: block; width: 100%; height: 70vh; min-height: 320px; border: 1px solid var(--line); border-radius: 8px; background: #ffffff; }
pre {
  margin: 0; padding: 16px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface);
  font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere;
}
.files { display: flex; flex-wrap: wrap; gap: 8px 16px; }
.pages { display: flex; gap: 24px; margin-top: 16px; }
`;
