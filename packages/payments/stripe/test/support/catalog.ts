import type { StripeFake } from '@patchbay/payments-stripe/fake';
import * as z from 'zod';

/** Makes two monthly prices in US dollars, as an operator would in the dashboard. */
export async function makePlans(fake: StripeFake, secretKey: string): Promise<readonly [string, string]> {
  return [await makePrice(fake, secretKey, 'Basic', 900), await makePrice(fake, secretKey, 'Pro', 2900)];
}

async function makePrice(fake: StripeFake, secretKey: string, name: string, amount: number): Promise<string> {
  const form = new URLSearchParams({
    currency: 'usd',
    unit_amount: String(amount),
    'recurring[interval]': 'month',
    'product_data[name]': name,
  });
  const request = new Request('http://127.0.0.1/v1/prices', {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  const answer: unknown = await (await fake.handle(request)).json();
  return z.looseObject({ id: z.string() }).parse(answer).id;
}
