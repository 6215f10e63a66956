import { formatMoney } from '@patchbay/payments';
import type { FC } from 'hono/jsx';
import { mostCopies, type Postcard, priceOf } from '../catalog.ts';
import { type Frame, Layout } from './layout.tsx';
import { type Upload, UploadForm } from './upload.tsx';

interface PostcardProps extends Frame {
  readonly postcard: Postcard;
  readonly currency: string;
  /** The id of the order that this form will make: sent twice, it is still one order. */
  readonly orderId: string;
  /** What is known of who buys; `undefined` where nobody is signed in. */
  readonly buyer: Buyer | undefined;
}

/** Somebody who is signed in, before the order. */
export interface Buyer {
  readonly email: string | undefined;
  readonly upload: Upload;
  /** A picture that was uploaded for this postcard. */
  readonly picture: { readonly id: string; readonly url: string } | undefined;
}

/** `/postcards/:id`: the card, the form that buys it, and the one that puts a picture of one's own on it. */
export const PostcardPage: FC<PostcardProps> = ({ postcard, currency, orderId, buyer, ...frame }) => (
  <Layout {...frame} title={postcard.title} here="shop" {...(buyer && { script: '/upload.mjs' })}>
    <div class="split">
      <div>
        <Front postcard={postcard} asset={frame.asset} url={buyer?.picture?.url} />
        {buyer !== undefined && <UploadForm {...buyer.upload} />}
      </div>
      <div class="side">
        <p class="place">{postcard.place}</p>
        <h1>{postcard.title}</h1>
        <p class="lead">{postcard.words}</p>
        <form method="post" action="/orders" class="buy">
          <input type="hidden" name="order" value={orderId} />
          <input type="hidden" name="postcard" value={postcard.id} />
          {buyer !== undefined && <Receipt {...buyer} />}
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
        <p class="small">
          {buyer === undefined && 'You sign in first, and come back here. '}
          You pay on the provider's page. Nothing is charged before that.
        </p>
      </div>
    </div>
  </Layout>
);

interface FrontProps extends Pick<PostcardProps, 'postcard' | 'asset'> {
  readonly url: string | undefined;
}

const Front: FC<FrontProps> = ({ postcard, asset, url }) =>
  url === undefined ? (
    <img
      class="art large"
      src={asset(`/art/${postcard.id}.svg`)}
      alt={postcard.picture}
      width="480"
      height="320"
    />
  ) : (
    <>
      <img class="art large" src={url} alt="Your own picture" />
      <p class="small">Your own picture is on the front. Another upload replaces it.</p>
    </>
  );

const Receipt: FC<Buyer> = ({ email, picture }) => (
  <>
    {picture !== undefined && <input type="hidden" name="picture" value={picture.id} />}
    <label for="email">E-mail, for your receipt</label>
    <input id="email" name="email" type="email" autocomplete="email" maxlength={254} value={email} required />
  </>
);
