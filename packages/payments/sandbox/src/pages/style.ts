/** The one style sheet of the pages: light and dark, 360 to 1440 px, nothing loaded from anywhere. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fbfaf8; --surface: #ffffff; --text: #1d1c1a; --quiet: #64615b; --line: #dedbd4; --edge: #8b877f;
  --accent: #2f5bea; --on-accent: #ffffff; --tint: #eef2fe; --bad: #a8261c; --bad-tint: #fdf1ef;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #151513; --surface: #1c1c1a; --text: #ecebe7; --quiet: #a5a29a; --line: #34332f; --edge: #77746c;
    --accent: #8ea8ff; --on-accent: #10131f; --tint: #20263b; --bad: #ff9d92; --bad-tint: #2e1d1b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
  font-variant-numeric: tabular-nums;
}
header, main, footer { width: min(100% - 32px, 960px); margin-inline: auto; }
header, footer { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; justify-content: space-between; }
header { padding-block: 16px; border-bottom: 1px solid var(--line); }
footer { padding-block: 24px 40px; font-size: 14px; color: var(--quiet); }
.brand { font-weight: 600; }
.mode { display: inline-flex; gap: 8px; align-items: center; font-size: 14px; color: var(--quiet); }
.mode::before { content: ''; width: 8px; height: 8px; border: 2px solid currentColor; border-radius: 50%; }
main { padding-block: 32px 16px; }
h1 { margin: 0 0 24px; font-size: 28px; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; }
.label, legend { margin: 0; padding: 0; font-size: 14px; line-height: 1.5; font-weight: 600; letter-spacing: 0; color: var(--quiet); }
p { margin: 0 0 16px; max-width: 68ch; }
a { color: var(--accent); text-underline-offset: 3px; }
.amount { margin: 4px 0 32px; font-size: 40px; line-height: 1.1; font-weight: 600; letter-spacing: -0.02em; }
.amount small { font-size: 16px; font-weight: 400; letter-spacing: 0; color: var(--quiet); }
.columns { display: grid; gap: 40px; }
@media (min-width: 760px) {
  .columns { grid-template-columns: 5fr 7fr; gap: 64px; align-items: start; }
  main { padding-block-start: 56px; }
}
table { width: 100%; border-collapse: collapse; }
th, td { padding: 10px 0; border-top: 1px solid var(--line); text-align: left; font-weight: 400; vertical-align: top; }
td { text-align: right; white-space: nowrap; padding-left: 16px; }
th { overflow-wrap: anywhere; }
tfoot th, tfoot td { font-weight: 600; border-top-color: var(--edge); }
.quiet { color: var(--quiet); font-size: 14px; }
.times { white-space: nowrap; }
table + .quiet { margin-top: 16px; }
fieldset { margin: 0 0 24px; padding: 0; border: 0; min-width: 0; }
legend { padding-bottom: 8px; }
.choices { border: 1px solid var(--line); border-radius: 8px; background: var(--surface); overflow: hidden; }
.choice { display: grid; grid-template-columns: auto 1fr auto; gap: 2px 12px; align-items: center; padding: 12px 16px; cursor: pointer; }
.choice + .choice { border-top: 1px solid var(--line); }
.choice:has(:checked) { background: var(--tint); }
.choice:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: -2px; }
.choice input { width: 18px; height: 18px; margin: 0; accent-color: var(--accent); }
.choice input:focus-visible { outline: none; }
.choice .number { font-size: 14px; color: var(--quiet); white-space: nowrap; }
.choice .hint { grid-column: 2 / -1; font-size: 14px; color: var(--quiet); }
details { margin: 0 0 24px; }
summary { padding: 8px 0; cursor: pointer; color: var(--accent); width: fit-content; }
details[open] summary { margin-bottom: 8px; }
summary:focus-visible, a:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.actions { display: flex; flex-wrap: wrap; gap: 16px 24px; align-items: center; }
button {
  min-height: 48px; padding: 0 24px; border: 1px solid var(--accent); border-radius: 8px; cursor: pointer;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600;
}
button:hover { filter: brightness(1.08); }
button.second { background: transparent; color: var(--text); border-color: var(--edge); font-weight: 400; }
.columns .actions button { flex: 1 1 220px; }
.alert { margin: 0 0 24px; padding: 12px 16px; border: 1px solid var(--bad); border-radius: 8px; background: var(--bad-tint); color: var(--bad); max-width: none; }
.sheet { max-width: 480px; margin-inline: auto; padding: 24px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
body:has(.sheet) footer { justify-content: center; }
.sheet h1 { margin: 4px 0 16px; }
.sheet .actions { margin-top: 24px; }
.sheet p:last-child { margin: 0; }
`;
