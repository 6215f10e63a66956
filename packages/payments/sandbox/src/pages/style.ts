/** The rules of these pages, after those that all embedded providers share. */
export const style = `
.mode { display: inline-flex; gap: 8px; align-items: center; font-size: 14px; color: var(--quiet); }
.mode::before { content: ''; width: 8px; height: 8px; border: 2px solid currentColor; border-radius: 50%; }
main { padding-block: 32px 16px; }
h1 { margin: 0 0 24px; font-size: 28px; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; }
.label, legend { margin: 0; padding: 0; font-size: 14px; line-height: 1.5; font-weight: 600; letter-spacing: 0; color: var(--quiet); }
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
.actions { display: flex; flex-wrap: wrap; gap: 16px 24px; align-items: center; }
.columns .actions button { flex: 1 1 220px; }
.alert { margin: 0 0 24px; padding: 12px 16px; border: 1px solid var(--bad); border-radius: 8px; background: var(--bad-tint); color: var(--bad); max-width: none; }
.sheet .actions { margin-top: 24px; }
`;
