import { nearest } from '@patchbay/core/node';

/** How a provider is written: `mollie-connect`, `mollieConnect`, `MollieConnect`, `MOLLIE_CONNECT`. */
export interface ProviderWords {
  readonly kebab: string;
  readonly camel: string;
  readonly pascal: string;
  readonly constant: string;
}

const form = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The words of a name in kebab-case; what is wrong with any other name, with the nearest valid one. */
export function readProvider(name: string): { readonly words: ProviderWords } | { readonly wrong: string } {
  if (form.test(name)) return { words: toWords(name) };
  const meant = toKebab(name);
  const suggestion = form.test(meant) ? ` Did you mean ${meant}?` : '';
  return { wrong: `${name} is no name of a provider: small letters, digits, single hyphens.${suggestion}` };
}

/** The candidate that is most like the word, as the end of a sentence. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? ` There is: ${candidates.join(', ')}.` : ` Did you mean ${meant}?`;
}

/** Puts the words of a provider and a category into a text that speaks of payments through Acme. */
export function putWords(text: string, provider: ProviderWords, category: string): string {
  const words: Readonly<Record<string, string>> = {
    acme: provider.kebab,
    Acme: provider.pascal,
    ACME: provider.constant,
    payments: category,
    Payments: capitalized(category),
    PAYMENTS: category.toUpperCase(),
    PaymentEvent: `${capitalized(category === 'payments' ? 'payment' : category)}Event`,
  };
  return text.replaceAll(/acme|Acme|ACME|payments|Payments|PAYMENTS|PaymentEvent/g, (found, at: number) =>
    found === 'acme' && /[A-Z]/.test(text.charAt(at + found.length))
      ? provider.camel
      : (words[found] ?? found),
  );
}

function toWords(kebab: string): ProviderWords {
  const parts = kebab.split('-');
  const pascal = parts.map(capitalized).join('');
  const camel = [parts[0], ...parts.slice(1).map(capitalized)].join('');
  return { kebab, camel, pascal, constant: kebab.replaceAll('-', '_').toUpperCase() };
}

/** `AcmePay`, `acme_pay` and `Acme Pay` as `acme-pay`. */
function toKebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '');
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
