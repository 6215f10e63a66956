import type { OrderStatus } from '../order.ts';
import type { Shape, Tone } from './mark.tsx';

/** How a state looks and reads. */
export interface StatusText {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly word: string;
  readonly sentence: string;
}

export const statusTexts = {
  unpaid: {
    shape: 'ring',
    tone: 'idle',
    word: 'Not paid',
    sentence: 'The payment page was not opened. Nothing was charged.',
  },
  waiting: {
    shape: 'half',
    tone: 'wait',
    word: 'Waiting for payment',
    sentence: 'Nothing was charged yet. This page changes by itself as soon as the payment arrives.',
  },
  processing: {
    shape: 'half',
    tone: 'wait',
    word: 'Payment in progress',
    sentence: 'The bank is still at it. This page changes by itself when the bank has decided.',
  },
  declined: {
    shape: 'cross',
    tone: 'bad',
    word: 'Declined',
    sentence: 'Nothing was charged. You can try again, also with another card.',
  },
  expired: {
    shape: 'ring',
    tone: 'idle',
    word: 'Expired',
    sentence: 'The payment page was open for too long and is closed now. Nothing was charged.',
  },
  canceled: {
    shape: 'ring',
    tone: 'idle',
    word: 'Canceled',
    sentence: 'The payment was called off. Nothing was charged.',
  },
  paid: {
    shape: 'full',
    tone: 'good',
    word: 'Paid',
    sentence: 'Thank you. Your postcard is on its way to the letterbox.',
  },
  partly_refunded: {
    shape: 'half',
    tone: 'good',
    word: 'Partly refunded',
    sentence: 'A part of what you paid is on its way back.',
  },
  refunded: {
    shape: 'ring',
    tone: 'good',
    word: 'Refunded',
    sentence: 'All that you paid is on its way back.',
  },
} as const satisfies Record<OrderStatus, StatusText>;
