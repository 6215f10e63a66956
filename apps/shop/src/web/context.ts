import type { Context } from 'hono';
import type { Assets } from '../assets.ts';
import type { Desk } from '../desk/desk.ts';
import type { Frame } from '../pages/layout.tsx';
import type { Plug } from '../pages/patch-panel.tsx';

/** What the routes are made of. */
export interface Shop {
  readonly desk: Desk;
  readonly assets: Assets;
  readonly currency: string;
  /** The operations that the shop asks for, as the patch panel tells. */
  readonly operations: readonly string[];
}

/** What is remembered during a request: the order it is about, for the way back from a problem. */
export interface Remembered {
  Variables: { orderId?: string };
}

export type RequestContext = Context<Remembered>;

export function frameOf({ desk, assets, operations }: Shop): Frame {
  const { category, provider, capabilities } = desk.payments;
  const { circuit } = desk.payments.health();
  const plug: Plug = {
    contract: category,
    provider,
    embedded: capabilities.embedded ?? false,
    circuit,
    operations,
  };
  return { plugs: [plug], asset: assets.url };
}
