import { type Bytes, decode, fromBase64 } from './bytes.ts';
import { configInvalid, type OneOrMore } from './config.ts';

/** How public keys of one kind are written. */
export interface KeyForm {
  /** What stands before the point in SPKI, in hex. */
  readonly spkiPrefix: string;
  readonly pointLength: number;
  readonly name: string;
}

/**
 * The points of public keys that are given in PEM, in SPKI in base64, or in a form that `rawKey` knows.
 * @throws `IntegrationError` `config_invalid` when there is none, or one has another form.
 */
export function readPublicKeys(
  scheme: string,
  given: OneOrMore<string>,
  form: KeyForm,
  rawKey: (text: string) => Bytes | undefined,
): readonly Bytes[] {
  const points = [given].flat().map((text) => pointOf(text, form, rawKey));
  const problems = points.flatMap((point, index) =>
    point === undefined
      ? [{ path: `publicKeys[${index}]`, expected: `${form.name}: PEM, or SPKI in base64` }]
      : [],
  );
  if (points.length === 0) problems.push({ path: 'publicKeys', expected: `at least one: ${form.name}` });
  if (problems.length > 0) throw configInvalid(scheme, problems);
  return points.filter((point) => point !== undefined);
}

function pointOf(
  text: string,
  { spkiPrefix, pointLength }: KeyForm,
  rawKey: (text: string) => Bytes | undefined,
): Bytes | undefined {
  const bare = text.replace(/-----(BEGIN|END) PUBLIC KEY-----/g, '').replace(/\s/g, '');
  const prefix = decode(spkiPrefix, 'hex') ?? new Uint8Array();
  const spki = fromBase64(bare);
  if (spki?.length === prefix.length + pointLength && prefix.every((byte, index) => spki[index] === byte))
    return spki.slice(prefix.length);
  const raw = rawKey(bare);
  return raw?.length === pointLength ? raw : undefined;
}
