/** Lets nothing else run for so long, as a machine does that has other work. */
export function standStill(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}
