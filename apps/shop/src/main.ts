import { IntegrationError } from '@patchbay/core';
import { startShop } from './start.ts';

try {
  const shop = await startShop(process.env);
  const { url, providers } = shop;
  const list = Object.entries(providers).map(([category, provider]) => `${category} by ${provider}`);
  console.log(`Postcard Shop: ${url}  ${list.join(', ')}  (another: PAYMENTS_PROVIDER=<provider> npm start)`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void shop.close());
} catch (error) {
  const isReport =
    IntegrationError.is(error, 'config_invalid') || IntegrationError.is(error, 'adapter_missing');
  console.error(isReport ? `The shop cannot open.\n\n${error.message}` : error);
  process.exitCode = 1;
}
