import { IntegrationError } from '@patchbay/core';
import { startShop } from './start.ts';

try {
  const shop = await startShop(process.env);
  const { url, providers } = shop;
  console.log(
    `Postcard Shop: ${url}  payments by ${providers.payments}, email by ${providers.email}  (another: PAYMENTS_PROVIDER=<provider> npm start)`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void shop.close());
} catch (error) {
  const isReport =
    IntegrationError.is(error, 'config_invalid') || IntegrationError.is(error, 'adapter_missing');
  console.error(isReport ? `The shop cannot open.\n\n${error.message}` : error);
  process.exitCode = 1;
}
