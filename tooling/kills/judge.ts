import type { Order } from './orders.ts';
import type { Moment } from './story.ts';

/** What the vendors, the application's database and its stores say when all is over. */
export interface Books {
  /** What the customers have ordered. */
  readonly ordered: readonly string[];
  /** How many customers were never answered, and how many webhooks never acknowledged. */
  readonly unanswered: number;
  readonly undelivered: number;
  /** Rows of the application. */
  readonly orders: readonly Order[];
  /** Orders of the charges at Stripe that succeeded. */
  readonly charged: readonly string[];
  /** Orders of the mails that SendGrid has accepted. */
  readonly accepted: readonly string[];
  /** Orders of the mails, and of the payments, that the ledger does not know the end of. */
  readonly unresolvedMails: readonly string[];
  readonly unresolvedPayments: readonly string[];
  readonly deadMails: readonly string[];
  /** Ids of dead jobs of the receiver. */
  readonly deadEvents: readonly string[];
  /** Jobs that wait or run, by queue. */
  readonly left: Readonly<Record<string, number>>;
  readonly story: readonly Moment[];
  /** Processes that were killed. */
  readonly killed: readonly number[];
}

/** What was found wrong, one sentence each; empty when all is well. */
export function judge(books: Books): readonly string[] {
  const { ordered, orders, unanswered, undelivered, deadEvents, left } = books;
  const strangers = orders.filter(({ id }) => !ordered.includes(id));
  return [
    ...ordered.flatMap((order) => [...wrongWithPayment(books, order), ...wrongWithMail(books, order)]),
    ...strangers.map(({ id }) => `${id} was never ordered`),
    ...(unanswered > 0 ? [`${unanswered} customers were never answered`] : []),
    ...(undelivered > 0 ? [`${undelivered} webhooks were never acknowledged`] : []),
    ...deadEvents.map((id) => `the event ${id} was given up`),
    ...Object.entries(left)
      .filter(([, count]) => count > 0)
      .map(([queue, count]) => `${count} jobs are left in ${queue}`),
  ];
}

function wrongWithPayment({ orders, charged, unresolvedPayments }: Books, order: string): readonly string[] {
  const charges = times(charged, order);
  const rows = orders.filter(({ id }) => id === order);
  const isPaid = rows[0]?.status === 'paid';
  return [
    ...(rows.length === 1 ? [] : [`${order} has ${rows.length} rows`]),
    ...(charges === 1 ? [] : [`${order} was charged ${charges} times`]),
    ...(charges > 0 && !isPaid ? [`${order} was charged, and is not paid`] : []),
    ...(charges === 0 && isPaid ? [`${order} is paid, and was never charged`] : []),
    ...(unresolvedPayments.includes(order) ? [`the payment of ${order} is unresolved`] : []),
  ];
}

function wrongWithMail(books: Books, order: string): readonly string[] {
  const { orders, accepted, unresolvedMails, deadMails } = books;
  const mails = times(accepted, order);
  const isPaid = orders.some(({ id, status }) => id === order && status === 'paid');
  const isUnresolved = unresolvedMails.includes(order);
  const isDead = deadMails.includes(order);
  return [
    ...(mails > 1 ? [`the mail of ${order} was accepted ${mails} times`] : []),
    ...(mails > 0 && !isPaid ? [`the mail of ${order} was sent, and it is not paid`] : []),
    ...(isPaid && mails === 0 && !isUnresolved ? [`the mail of ${order} is lost`] : []),
    ...(isUnresolved && !isInDoubt(books, order)
      ? [`the mail of ${order} is unresolved, and no process was killed while it was sent`]
      : []),
    ...(isUnresolved && !isDead ? [`the mail of ${order} is unresolved, and its job is no dead letter`] : []),
    ...(isDead && !isUnresolved ? [`the mail of ${order} was given up, and is not unresolved`] : []),
  ];
}

/** A process was killed after it had taken the mail, and before it had written down that it was sent. */
function isInDoubt({ story, killed }: Books, order: string): boolean {
  const livesAt = (phase: Moment['phase']): readonly number[] =>
    story.filter((moment) => moment.phase === phase && moment.about === order).map(({ life }) => life);
  const noted = livesAt('mail-noted');
  return livesAt('mail-claimed').some((life) => killed.includes(life) && !noted.includes(life));
}

function times(orders: readonly string[], order: string): number {
  return orders.filter((one) => one === order).length;
}
