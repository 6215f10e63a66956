import { formatMoney } from '@patchbay/payments';
import type { FC } from 'hono/jsx';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Postcard } from '../catalog.ts';
import type { MailKind, MailRow } from '../mail.ts';
import type { Order } from '../order.ts';

/** What a mail is written from. */
export interface Occasion extends Pick<MailRow, 'kind' | 'amount'> {
  readonly order: Pick<Order, 'number' | 'copies' | 'total'>;
  readonly postcard: Pick<Postcard, 'title' | 'place' | 'picture'>;
  readonly orderUrl: string;
}

/** A mail as its reader sees it. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What the HTML calls the picture that travels with it. */
export const pictureId = 'postcard';

/** Writes a mail: the same words as text and as HTML. */
export function letterOf(occasion: Occasion): Letter {
  const { order, orderUrl } = occasion;
  const { subject, sentence } = words[occasion.kind](occasion);
  const text = [sentence, summaryOf(occasion), `Your order: ${orderUrl}`, 'Postcard Shop'].join('\n\n');
  return {
    subject: `${subject}, order no. ${order.number}`,
    text: `${text}\n`,
    html: `<!DOCTYPE html>${markupOf(<Html {...occasion} subject={subject} sentence={sentence} />)}`,
  };
}

/** Nothing in a mail waits for anything, so its markup is there at once. */
function markupOf(page: HtmlEscapedString | Promise<HtmlEscapedString>): string {
  if (page instanceof Promise) throw new TypeError('A mail is written without waiting.');
  return page.toString();
}

interface Words {
  readonly subject: string;
  readonly sentence: string;
}

const words = {
  receipt: ({ amount }) => ({
    subject: `Your receipt for ${formatMoney(amount)}`,
    sentence: `Thank you. You have paid ${formatMoney(amount)}, and your postcard is on its way to the letterbox.`,
  }),
  refund: ({ amount, order }) => ({
    subject: `Your refund of ${formatMoney(amount)}`,
    sentence: `We have given back ${formatMoney(amount)} of the ${formatMoney(order.total)} that you paid.`,
  }),
} as const satisfies Record<MailKind, (occasion: Occasion) => Words>;

function summaryOf({ order: { number, copies }, postcard: { title, place } }: Occasion): string {
  return `Order no. ${number}: ${copies === 1 ? '1 copy' : `${copies} copies`} of ${title}, ${place}.`;
}

/** Mail programs read no style sheets: every style stands where it applies. */
const Html: FC<Occasion & Words> = (props) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>{props.subject}</title>
    </head>
    <body style="margin:0;padding:24px;background:#fbfaf8;color:#1d1c1a;font:16px/1.5 system-ui,sans-serif">
      <div style="max-width:480px;margin:0 auto">
        <img
          src={`cid:${pictureId}`}
          alt={props.postcard.picture}
          width="480"
          style="display:block;width:100%;height:auto;border:8px solid #fff"
        />
        <h1 style="font-size:24px;line-height:1.2">{props.subject}</h1>
        <p>{props.sentence}</p>
        <p style="color:#66625a">{summaryOf(props)}</p>
        <p>
          <a href={props.orderUrl} style="color:#2f5bea">
            See your order
          </a>
        </p>
        <p style="color:#66625a">Postcard Shop</p>
      </div>
    </body>
  </html>
);
