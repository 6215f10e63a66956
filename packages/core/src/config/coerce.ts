import type { OptionField } from '../options.ts';

/** The value that a text of the environment stands for; a text that does not fit is left for the schema to refuse. */
export function fromText(text: string, { type, list }: OptionField): unknown {
  if (type === 'number' || type === 'integer') return toNumber(text);
  if (type === 'boolean') return toBoolean(text);
  if (type === 'object') return toJson(text);
  if (type === 'array' || (list && text.includes(','))) return toList(text);
  return text;
}

function toNumber(text: string): unknown {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}

function toBoolean(text: string): unknown {
  const word = text.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : text;
}

function toList(text: string): unknown {
  if (text.trim().startsWith('[')) return toJson(text);
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function toJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
