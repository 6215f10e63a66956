/** How a secret may be written. */
export type SecretForm = 'plain' | 'escaped' | 'base64' | 'base64url' | 'url' | 'hex' | 'bytes';

/** What to search for to find a secret in one form. */
export interface SecretPattern {
  readonly form: SecretForm;
  readonly pattern: string;
}

const SHORTEST = 6;
// A key in PEM form prints line by line; shorter lines (`-----`) say nothing.
const SHORTEST_LINE = 16;

/** Every text that gives the secret away. */
export function secretForms(secret: string): readonly SecretPattern[] {
  if (secret.length < SHORTEST) {
    throw new Error(`A secret of fewer than ${SHORTEST} characters would be found by chance.`);
  }
  const bytes = Buffer.from(secret);
  const lines = secret
    .split(/\r?\n/)
    .filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'));
  const forms: SecretPattern[] = [
    ...[secret, ...lines].map((pattern) => ({ form: 'plain' as const, pattern })),
    { form: 'escaped', pattern: JSON.stringify(secret).slice(1, -1) },
    ...base64Fragments(bytes).flatMap((pattern) => [
      { form: 'base64' as const, pattern },
      { form: 'base64url' as const, pattern: pattern.replaceAll('+', '-').replaceAll('/', '_') },
    ]),
    ...urlForms(secret).map((pattern) => ({ form: 'url' as const, pattern })),
    { form: 'hex', pattern: bytes.toString('hex') },
    { form: 'hex', pattern: bytes.toString('hex').toUpperCase() },
    // `<Buffer 73 6b>`, `Uint8Array [ 115, 107 ]` and the same in JSON.
    { form: 'bytes', pattern: [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ') },
    { form: 'bytes', pattern: [...bytes].join(', ') },
    { form: 'bytes', pattern: [...bytes].join(',') },
  ];
  // A secret without special characters is written alike in several forms: report the plainest.
  return forms.filter(({ pattern }, index) => forms.findIndex((form) => form.pattern === pattern) === index);
}

/**
 * The characters of base64 that the secret alone decides, for each of the three places it can have within a longer
 * text, such as the `user:password` of basic authentication.
 */
function base64Fragments(secret: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), secret]);
    const decidedBits = padded.length * 8;
    const firstWhole = Math.ceil((before * 8) / 6);
    return padded.toString('base64').slice(firstWhole, Math.floor(decidedBits / 6));
  });
}

function urlForms(secret: string): readonly string[] {
  const component = encodeURIComponent(secret);
  const form = new URLSearchParams({ s: secret }).toString().slice(2);
  const lowerCase = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [component, form, lowerCase(component), lowerCase(form)];
}
