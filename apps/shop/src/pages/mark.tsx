import type { FC } from 'hono/jsx';

export type Shape = 'full' | 'half' | 'ring' | 'cross';
export type Tone = 'good' | 'wait' | 'bad' | 'idle';

/** A state as a shape, so that it reads without colour; a word always stands beside it. */
export const Mark: FC<{ readonly shape: Shape; readonly tone: Tone }> = ({ shape, tone }) => (
  <svg class={`mark ${tone}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
    {shape === 'full' && <circle cx="6" cy="6" r="5" fill="currentColor" stroke="none" />}
    {shape === 'half' && <path d="M6 1 a5 5 0 0 1 0 10 z" fill="currentColor" stroke="none" />}
    {(shape === 'half' || shape === 'ring') && <circle cx="6" cy="6" r="4.4" fill="none" />}
    {shape === 'cross' && <path d="M2 2 L10 10 M10 2 L2 10" fill="none" />}
  </svg>
);
