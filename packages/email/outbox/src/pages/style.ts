/** The one style sheet of the inbox: light and dark, 360 to 1440 px, nothing loaded from anywhere. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fbfaf8; --surface: #ffffff; --text: #1d1c1a; --quiet: #64615b; --line: #dedbd4; --edge: #8b877f;
  --accent: #2f5bea; --tint: #eef2fe; --bad: #a8261c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #151513; --surface: #1c1c1a; --text: #ecebe7; --quiet: #a5a29a; --line: #34332f; --edge: #77746c;
    --accent: #8ea8ff; --tint: #20263b; --bad: #ff9d92;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
  font-variant-numeric: tabular-nums;
}
header, main, footer { width: min(100% - 32px, 1080px); margin-inline: auto; }
header, footer { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; justify-content: space-between; }
header { padding-block: 16px; border-bottom: 1px solid var(--line); }
header a { color: inherit; text-decoration: none; }
footer { padding-block: 24px 40px; font-size: 14px; color: var(--quiet); }
.brand { font-weight: 600; }
.quiet { font-size: 14px; color: var(--quiet); }
main { padding-block: 24px 16px; }
h1 { margin: 0 0 16px; font-size: 26px; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; overflow-wrap: anywhere; }
p { margin: 0 0 16px; max-width: 68ch; }
a { color: var(--accent); text-underline-offset: 3px; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
ul { margin: 0; padding: 0; list-style: none; }
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
