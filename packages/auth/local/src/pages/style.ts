/** The rules of these pages, after those that all embedded providers share. */
export const style = `
.mode { display: inline-flex; gap: 8px; align-items: center; font-size: 14px; color: var(--quiet); }
.mode::before { content: ''; width: 8px; height: 8px; border: 2px solid currentColor; border-radius: 50%; }
@media (min-width: 760px) { main { padding-block-start: 56px; } }
.label, label { margin: 0; font-size: 14px; font-weight: 600; color: var(--quiet); }
.sheet p { overflow-wrap: anywhere; }
.people { margin-bottom: 24px; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.people li + li { border-top: 1px solid var(--line); }
.people button {
  display: grid; grid-template-columns: 1fr auto; gap: 0 16px; width: 100%; padding: 12px 16px; border: 0; border-radius: 0;
  background: transparent; color: inherit; font-weight: 400; text-align: left;
}
.people button:hover { background: var(--tint); filter: none; }
.people button:focus-visible { outline-offset: -2px; }
.people b { grid-column: 1 / -1; font-weight: 600; overflow-wrap: anywhere; }
.people .address { min-width: 0; overflow-wrap: anywhere; }
.people .mark { white-space: nowrap; }
.actions { display: flex; flex-wrap: wrap; gap: 16px; align-items: center; }
.actions button + button, .refuse button { background: transparent; color: var(--text); border-color: var(--edge); font-weight: 400; }
input[type=text] {
  display: block; width: 100%; min-height: 48px; margin: 4px 0 24px; padding: 0 16px; border: 1px solid var(--edge);
  border-radius: 8px; background: var(--page); color: inherit; font: inherit; letter-spacing: 0.08em; text-transform: uppercase;
}
input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.code { font: 600 24px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; letter-spacing: 0.08em; }
.alert { padding: 12px 16px; border: 1px solid var(--bad); border-radius: 8px; background: var(--bad-tint); color: var(--bad); }
`;
