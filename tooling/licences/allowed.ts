/**
 * The licences that a user of a published package takes in with it, each with the reason why that is nothing to ask a
 * lawyer about. All let the code be used, changed and sold in closed products; none asks for the source of what is
 * built on it.
 */
export const allowed: Readonly<Record<string, string>> = {
  MIT: 'Keep the notice. Our own licence.',
  'MIT-0': 'MIT without the notice.',
  ISC: 'Keep the notice.',
  'BSD-2-Clause': 'Keep the notice.',
  'BSD-3-Clause': 'Keep the notice; do not advertise with the names of the authors.',
  '0BSD': 'No condition.',
  'Apache-2.0': 'Keep the notices, say what was changed; grants the patents that the code needs.',
  'BlueOak-1.0.0': 'Keep the notice; grants patents.',
  'CC0-1.0': 'Public domain.',
  Unlicense: 'Public domain.',
  'Python-2.0': 'Keep the notices, say what was changed.',
};
