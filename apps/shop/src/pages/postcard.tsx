import { formatMoney } from '@patchbay/payments';
import type { FC } from 'hono/jsx';
import { mostCopies, type Postcard, priceOf } from '../catalog.ts';
import { type Frame, Layout } from './layout.tsx';

interface PostcardProps extends Frame {
  readonly postcard: Postcard;
  readonly currency: string;
  /** The id of the order that this form will make: sent twice, it is still one order. */
  readonly orderId: string;
}

/** `/postcards/:id`: the card and the form that buys it. */
export const PostcardPage: FC<PostcardProps> = ({ postcard, currency, orderId, ...frame }) => (
  <Layout {...frame} title={postcard.title} here="shop">
    <div class="split">
      <img
        class="art large"
        src={frame.asset(`/art/${postcard.id}.svg`)}
        alt={postcard.picture}
        width="480"
        height="320"
      />
      <div class="side">
        <p class="place">{postcard.place}</p>
        <h1>{postcard.title}</h1>
        <p class="lead">{postcard.words}</p>
        <form method="post" action="/orders" class="buy">
          <input type="hidden" name="order" value={orderId} />
          <input type="hidden" name="postcard" value={postcard.id} />
          <label for="email">E-mail, for your receipt</label>
          <input id="email" name="email" type="email" autocomplete="email" maxlength={254} required />
          <label for="copies">Copies</label>
          <select id="copies" name="copies">
            {Array.from({ length: mostCopies }, (_, index) => index + 1).map((copies) => (
              <option value={String(copies)}>
                {`${copies} · ${formatMoney(priceOf(postcard, copies, currency))}`}
              </option>
            ))}
          </select>
          <button type="submit">Buy</button>
        </form>
        <p class="small">You pay on the provider's page. Nothing is charged before that.</p>
      </div>
    </div>
  </Layout>
);
