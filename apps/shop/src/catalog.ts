import { exponentOf, type Money, money } from '@patchbay/payments';

/** A postcard on the rack. Its picture is `public/art/<id>.svg`. */
export interface Postcard {
  readonly id: string;
  readonly title: string;
  readonly place: string;
  /** What the picture shows, for those who cannot see it. */
  readonly picture: string;
  readonly words: string;
  /** In hundredths of the shop's currency. */
  readonly price: number;
}

export const postcards: readonly Postcard[] = [
  {
    id: 'harbour-light',
    title: 'Harbour Light',
    place: 'The Skerries',
    picture: 'A striped lighthouse above a calm sea, with a low orange sun behind it',
    words: 'The last boat is in, and the lamp has just been lit.',
    price: 250,
  },
  {
    id: 'tarn',
    title: 'The Tarn',
    place: 'High Pass',
    picture: 'Snow-capped mountains mirrored in a still blue lake at dawn',
    words: 'Six in the morning, no wind, and every peak twice.',
    price: 300,
  },
  {
    id: 'night-mail',
    title: 'Night Mail',
    place: 'Arden Viaduct',
    picture: 'A lit train crossing a tall viaduct under a full moon',
    words: 'It carries the letters that could not wait for morning.',
    price: 350,
  },
  {
    id: 'lemon-terrace',
    title: 'Lemon Terrace',
    place: 'Punta Chiara',
    picture: 'Lemons on a branch in front of white houses and a turquoise bay',
    words: 'Shade from eleven to four. The lemons are yours to pick.',
    price: 280,
  },
  {
    id: 'observatory',
    title: 'The Observatory',
    place: 'Mesa Alta',
    picture: 'A white observatory dome on a red mesa beneath a sky full of stars',
    words: 'Open on cloudless nights, so nearly always.',
    price: 320,
  },
  {
    id: 'north',
    title: 'North',
    place: 'Lake Inari',
    picture: 'Green northern lights over dark firs and a cabin with one lit window',
    words: 'We let the stove go out so that we could watch.',
    price: 400,
  },
];

export const mostCopies = 5;

export function findPostcard(id: string): Postcard | undefined {
  return postcards.find((postcard) => postcard.id === id);
}

/** What so many copies cost. A currency without decimals counts a hundredth as one unit: 250 is JPY 250. */
export function priceOf({ price }: Postcard, copies: number, currency: string): Money {
  return money(copies * price * 10 ** Math.max(0, exponentOf(currency) - 2), currency);
}
