import { withRaw } from '../raw.ts';

/** How a date stands in JSON. */
const dateField = '$date';

/** A result as text. The vendor's own object (`raw`) is not kept. */
export function toText(result: unknown): string {
  // `toJSON` of a date runs before the replacer, which finds the date itself in the object that holds it.
  return JSON.stringify({ result }, function (this: object, name: string, value: unknown) {
    const found: unknown = Reflect.get(this, name);
    return found instanceof Date ? { [dateField]: found.getTime() } : value;
  });
}

/** The result of a text: with its dates, and with a `raw` that is `undefined`. */
export function fromText(text: string): unknown {
  const kept: unknown = JSON.parse(text, (_name, value: unknown) => {
    const time: unknown = Reflect.get(Object(value), dateField);
    return typeof time === 'number' ? new Date(time) : value;
  });
  const result: unknown = Reflect.get(Object(kept), 'result');
  return typeof result === 'object' && result !== null ? withRaw(result, undefined) : result;
}
