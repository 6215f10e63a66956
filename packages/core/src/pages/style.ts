/** What the pages of all embedded providers have in common: light and dark, 360 to 1440 px, nothing loaded. */
export const baseStyle = `
:root {
  color-scheme: light dark; --width: 960px;
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
header, main, footer { width: min(100% - 32px, var(--width)); margin-inline: auto; }
header, footer { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; justify-content: space-between; }
header { padding-block: 16px; border-bottom: 1px solid var(--line); }
header a { color: inherit; text-decoration: none; }
footer { padding-block: 24px 40px; font-size: 14px; color: var(--quiet); }
main { padding-block: 24px 16px; }
.brand { font-weight: 600; }
.quiet { font-size: 14px; color: var(--quiet); }
h1 { margin: 0 0 16px; font-size: 26px; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; overflow-wrap: anywhere; }
p { margin: 0 0 16px; max-width: 68ch; }
a { color: var(--accent); text-underline-offset: 3px; }
ul { margin: 0; padding: 0; list-style: none; }
summary:focus-visible, a:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
button {
  min-height: 48px; padding: 0 24px; border: 1px solid var(--accent); border-radius: 8px; cursor: pointer;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600;
}
button:hover { filter: brightness(1.08); }
button.second { background: transparent; color: var(--text); border-color: var(--edge); font-weight: 400; }
.sheet { max-width: 480px; margin-inline: auto; padding: 24px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
body:has(.sheet) footer { justify-content: center; }
.sheet h1 { margin: 4px 0 16px; }
.sheet p:last-child { margin: 0; }
`;
