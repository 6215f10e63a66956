import type { Integration } from '@patchbay/core';
import type { Context } from 'hono';
import type { Assets } from '../assets.ts';
import type { Desk } from '../desk/desk.ts';
import type { ShopReceiver } from '../desk/receiver.ts';
import type { Monitor } from '../monitor.ts';
import type { Frame } from '../pages/layout.tsx';
import type { Plug } from '../pages/patch-panel.tsx';
import { type Category, categories } from '../requirements.ts';
import { pathOf, signInPath, visitorOf } from './visitor.ts';

/** Where a provider's own pages are served, when it has any. */
export const pagesPaths = {
  auth: '/provider/auth',
  storage: '/provider/storage',
  payments: '/provider/payments',
  email: '/provider/email',
} as const satisfies Record<Category, string>;

/** What the routes are made of. */
export interface Shop {
  readonly desk: Desk;
  /** Takes the webhooks. */
  readonly receiver: ShopReceiver;
  readonly assets: Assets;
  readonly currency: string;
  /** The operations that the shop asks for, as the patch panel tells. */
  readonly operations: Readonly<Record<Category, readonly string[]>>;
  /** True where anybody may come by: nobody's mails are shown there. */
  readonly isPublic: boolean;
  /** True where mails go by two accounts. */
  readonly hasSecondEmail: boolean;
  readonly monitor: Monitor;
  /** In production, what opens the metrics and the inside of the health routes. */
  readonly monitorToken: string | undefined;
  /** Where storage takes and shows pictures. */
  readonly storageOrigin: string;
}

/** What is remembered during a request: the order it is about, for the way back from a problem. */
export interface Remembered {
  Variables: { orderId?: string };
}

export type RequestContext = Context<Remembered>;

export function frameOf(shop: Shop, context: RequestContext): Frame {
  const { assets } = shop;
  const { account } = visitorOf(shop, context) ?? {};
  return {
    plugs: categories.map((category) => plugOf(shop, category)),
    asset: assets.url,
    inbox: hasInbox(shop) ? pagesPaths.email : undefined,
    deliveries: shop.isPublic ? undefined : '/deliveries',
    visitorName: account && (account.name ?? account.email ?? 'Account'),
    signInPath: signInPath(pathOf(context)),
  };
}

/** Where the provider of email keeps mails to look at, and only we look. */
export function hasInbox({ desk, isPublic }: Pick<Shop, 'desk' | 'isPublic'>): boolean {
  return !isPublic && desk.email.capabilities.embedded === true;
}

function plugOf({ desk, operations, hasSecondEmail }: Shop, category: Category): Plug {
  const integration: Integration = desk[category];
  const { provider, capabilities } = integration;
  const { circuit } = integration.health();
  const setting =
    category === 'email' && hasSecondEmail
      ? 'EMAIL_MAIN_PROVIDER, EMAIL_SECOND_PROVIDER'
      : `${category.toUpperCase()}_PROVIDER=${provider}`;
  const embedded = capabilities.embedded ?? false;
  return { contract: category, provider, setting, embedded, circuit, operations: operations[category] };
}
