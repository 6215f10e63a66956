import { formatMoney } from '@patchbay/payments';
import type { FC } from 'hono/jsx';
import { postcards, priceOf } from '../catalog.ts';
import { type Frame, Layout } from './layout.tsx';

/** `/`: six postcards to choose from. */
export const RackPage: FC<Frame & { readonly currency: string }> = ({ currency, ...frame }) => (
  <Layout {...frame} title="Six postcards" here="shop">
    <div class="opening">
      <h1>Six places, by post.</h1>
      <p class="lead">Printed on heavy card. Choose one, pay, and follow your order to the last request.</p>
    </div>
    <ul class="rack">
      {postcards.map((postcard) => (
        <li>
          <a href={`/postcards/${postcard.id}`}>
            <img class="art" src={frame.asset(`/art/${postcard.id}.svg`)} alt="" width="480" height="320" />
            <span class="caption">
              <b>{postcard.title}</b>
              <span>{postcard.place}</span>
              <span class="price">{formatMoney(priceOf(postcard, 1, currency))}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  </Layout>
);
