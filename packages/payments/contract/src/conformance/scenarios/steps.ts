import type { PaymentsScene } from '../scene.ts';
import { Shop } from './shop.ts';

/** Captured less refunded, in the provider’s books. */
export async function net({ books, fixtures: { currency } }: PaymentsScene): Promise<number> {
  return (await books.captured(currency)) - (await books.refunded(currency));
}

/** Delivers every webhook so far. */
export async function deliverAll(scene: PaymentsScene, shop: Shop): Promise<void> {
  for (const webhook of await scene.webhooks.sent()) await scene.value(shop.receive(webhook));
}

/** The page that the payer comes back to. */
export async function returnPage(scene: PaymentsScene, shop: Shop, checkoutId: string): Promise<void> {
  const { paid, paymentId } = await scene.payments.checkout.get(checkoutId);
  if (paid && paymentId !== undefined) await shop.settle(paymentId);
}

/** A payer has just paid on the hosted page; the shop does not know yet. */
export async function paidPage(scene: PaymentsScene) {
  const shop = new Shop(scene.payments);
  const order = shop.order('o-12', scene.money(1200));
  const input = { ...scene.cart(), reference: order.id };
  const checkout = await scene.value(
    scene.payments.checkout.create(input, { idempotencyKey: 'checkout:o-12' }),
  );
  await scene.payer.pay(checkout.url ?? '', 'success');
  return { shop, order, checkoutId: checkout.id };
}
