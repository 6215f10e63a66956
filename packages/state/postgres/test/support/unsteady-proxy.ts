import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between the adapter and a server, and breaks connections when it is told to. */
export interface UnsteadyProxy extends AsyncDisposable {
  /** The URL of a server, through the proxy. */
  through(url: string): string;
  /** Breaks the connection on which the server answers next, before the answer has passed; so many times. */
  loseAnswers(times: number): void;
}

export async function unsteadyProxy(target: string): Promise<UnsteadyProxy> {
  let toLose = 0;
  const open = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(Number(new URL(target).port), '127.0.0.1');
    const end = (): void => {
      for (const side of [near, far]) side.destroy();
    };
    for (const side of [near, far]) {
      open.add(side);
      side.on('error', end).on('close', () => {
        open.delete(side);
        end();
      });
    }
    near.on('data', (data) => far.write(data));
    far.on('data', (data) => {
      if (toLose === 0) return void near.write(data);
      toLose -= 1;
      end();
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo; // of a server that listens on a port
  return {
    through(url) {
      const through = new URL(url);
      through.port = String(port);
      return through.href;
    },
    loseAnswers(times) {
      toLose = times;
    },
    async [Symbol.asyncDispose]() {
      for (const side of open) side.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
