import { createServer } from 'node:net';

/**
 * A loopback URL where nothing listens: connecting is refused, so nothing can have been applied.
 *
 * @throws `Error` when the machine gives no port.
 * @example
 * const payments = stripePayments({ secretKey, baseUrl: await closedPort() });
 */
export async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (typeof address !== 'object' || address === null) throw new Error('The probe got no port.');
  return `http://127.0.0.1:${address.port}`;
}
