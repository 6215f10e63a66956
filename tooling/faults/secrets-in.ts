import { inspect } from 'node:util';
import { secretScan } from '@patchbay/testing/node';
import type { Observation } from './observation.ts';

type Secrets = Readonly<Record<string, readonly string[]>>;

/** Looks for secrets in what a caller catches and in what was written to the console. */
export function secretsIn(
  secrets: Secrets,
  caught: unknown,
  console: string,
): Pick<Observation, 'secrets' | 'hidden'> {
  const shown = inspect(caught);
  const found = Object.entries(secrets).flatMap(([what, texts]) => [
    ...secretScan(caught, texts).map(({ place, form, secret }) => {
      const isHidden = place.endsWith('inspect') && secretScan(shown, [texts[secret] ?? '']).length === 0;
      return { what, where: inForm(place, form), isHidden };
    }),
    ...secretScan(console, texts).map(({ form }) => ({
      what,
      where: inForm('console', form),
      isHidden: false,
    })),
  ]);
  const told = (isHidden: boolean): string => tell(found.filter((one) => one.isHidden === isHidden));
  return { secrets: told(false), hidden: told(true) };
}

function inForm(place: string, form: string): string {
  return form === 'plain' ? place : `${place} (${form})`;
}

/** `credential in inspect, json; personal data in json` */
function tell(found: readonly { readonly what: string; readonly where: string }[]): string {
  return [...new Set(found.map(({ what }) => what))]
    .map((what) => {
      const places = found.filter((one) => one.what === what).map(({ where }) => where);
      return `${what} in ${[...new Set(places)].sort().join(', ')}`;
    })
    .join('; ');
}
