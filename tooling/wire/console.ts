/** Everything that is written to stdout and stderr from now on; `restore` gives the streams back. */
export function captureConsole(): { readonly text: () => string; readonly restore: () => void } {
  const written: string[] = [];
  const streams = [process.stdout, process.stderr] as const;
  const originals = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array): boolean => {
      written.push(typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk));
      return true;
    };
  }
  return {
    text: () => written.join(''),
    restore() {
      for (const [index, stream] of streams.entries()) {
        const original = originals[index];
        if (original !== undefined) stream.write = original;
      }
    },
  };
}
