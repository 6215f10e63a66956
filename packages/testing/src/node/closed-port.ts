import { createServer } from 'node:net';

/** Below those that systems hand out to whoever asks for any: nobody else gets one of them by chance. */
const firstPort = 20_000;
const ports = 12_000;

/**
 * A loopback URL where nothing listens: connecting is refused, so nothing can have been applied.
 *
 * @throws `Error` when the machine gives no port.
 * @example
 * const payments = stripePayments({ secretKey, baseUrl: await closedPort() });
 */
export async function closedPort(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}

/**
 * A port of the loopback where nothing listens, for a server that has to be told one.
 *
 * @throws `Error` when the machine gives no port.
 * @example
 * const shop = await startShop({ PORT: String(await freePort()) });
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = firstPort + Math.floor(Math.random() * ports);
    if (await isFree(port)) return port;
  }
  throw new Error('The probe got no port.');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}
