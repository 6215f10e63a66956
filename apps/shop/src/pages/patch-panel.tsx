import type { FC } from 'hono/jsx';
import { Mark, type Shape } from './mark.tsx';

/** One contract and who provides it now. */
export interface Plug {
  readonly contract: string;
  readonly provider: string;
  /** What chooses the provider. */
  readonly setting: string;
  readonly embedded: boolean;
  readonly circuit: 'closed' | 'open' | 'half_open';
  /** The operations that the shop asks for. */
  readonly operations: readonly string[];
}

/** Left the contract's socket, right the provider's jack, between them the cable. */
export const PatchPanel: FC<{ readonly plugs: readonly Plug[] }> = ({ plugs }) => (
  <footer class="panel" aria-labelledby="panel-title">
    <div class="panel-head">
      <h2 id="panel-title">Patch panel</h2>
      <p>What the shop needs, and who provides it. The shop's code knows only the left side.</p>
    </div>
    {plugs.map((plug) => (
      <Cable {...plug} />
    ))}
  </footer>
);

const Cable: FC<Plug> = ({ contract, provider, setting, embedded, circuit, operations }) => {
  const { shape, tone, word } = circuits[circuit];
  return (
    <div class="cable">
      <p class="socket">
        <span class="label">Contract</span>
        <b>{contract}</b>
        <span class="small">
          {operations.length === 1 ? '1 operation' : `${operations.length} operations`} in use
        </span>
      </p>
      <svg class="wire" viewBox="0 0 300 64" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path d="M0 32 C 90 32, 90 54, 150 54 S 210 32, 300 32" />
      </svg>
      <p class="jack">
        <span class="label">Provider</span>
        <b>{provider}</b>
        <span class="small">
          <Mark shape={shape} tone={tone} /> {word}
          {embedded && ', embedded: no account, no network'}
        </span>
      </p>
      <p class="setting">
        <span class="label">Setting</span>
        <code>{setting}</code>
      </p>
    </div>
  );
};

const circuits = {
  closed: { shape: 'full', tone: 'good', word: 'healthy' },
  half_open: { shape: 'half', tone: 'wait', word: 'recovering' },
  open: { shape: 'cross', tone: 'bad', word: 'failing' },
} as const satisfies Record<Plug['circuit'], { shape: Shape; tone: string; word: string }>;
