import { invalidRequest, missingParameter } from './errors.ts';
import type { FormMap, FormNode } from './form.ts';

/** Reads one parameter, or throws the rejection that Stripe would send. */
export interface Field<T> {
  read(node: FormNode, at: string): T;
}
export interface RequiredField<T> extends Field<T> {
  readonly required: true;
}
export type Shape = Readonly<Record<string, Field<unknown>>>;
/** What a shape reads to: a required field is there, any other may be undefined. */
export type Input<S extends Shape> = {
  readonly [K in keyof S]: S[K] extends RequiredField<infer T>
    ? T
    : S[K] extends Field<infer T>
      ? T | undefined
      : never;
};
/** Keys to set; an empty value removes the key. `null` removes all. */
export type MetadataPatch = Readonly<Record<string, string>> | null;

export function required<T>(field: Field<T>): RequiredField<T> {
  return { read: field.read, required: true };
}

/** An empty text reads to null, which means "unset". */
export function clearable<T>(field: Field<T>): Field<T | null> {
  return { read: (node, at) => (node === '' ? null : field.read(node, at)) };
}

export function text(maxLength = 5000): Field<string> {
  return {
    read(node, at) {
      const value = scalar(node, at, 'string');
      if (value.length > maxLength) {
        throw invalidRequest(`Invalid string: must be at most ${maxLength} characters`, { param: at });
      }
      return value;
    },
  };
}

export function integer(minimum?: number, maximum?: number): Field<number> {
  return {
    read(node, at) {
      const value = scalar(node, at, 'integer');
      const details = { code: 'parameter_invalid_integer', param: at };
      if (!/^-?\d{1,15}$/.test(value)) throw invalidRequest(`Invalid integer: ${value}`, details);
      const parsed = Number(value);
      if (minimum !== undefined && parsed < minimum) {
        throw invalidRequest(`This value must be greater than or equal to ${minimum}.`, details);
      }
      if (maximum !== undefined && parsed > maximum) {
        throw invalidRequest(`This value must be less than or equal to ${maximum}.`, details);
      }
      return parsed;
    },
  };
}

export function boolean(): Field<boolean> {
  return {
    read(node, at) {
      const value = scalar(node, at, 'boolean');
      if (value !== 'true' && value !== 'false') {
        throw invalidRequest(`Invalid boolean: ${value}`, { param: at });
      }
      return value === 'true';
    },
  };
}

export function oneOf<const V extends string>(...values: readonly V[]): Field<V> {
  return {
    read(node, at) {
      const value = scalar(node, at, 'string');
      const known = values.find((candidate) => candidate === value);
      if (known === undefined) {
        const choices = new Intl.ListFormat('en', { type: 'disjunction' }).format(values);
        throw invalidRequest(`Invalid ${at}: must be one of ${choices}`, { param: at });
      }
      return known;
    },
  };
}

/** An absolute URL. Stripe also takes app schemes, so any scheme will do. */
export function url(): Field<string> {
  return {
    read(node, at) {
      const value = scalar(node, at, 'string');
      // {CHECKOUT_SESSION_ID} is Stripe's own template, and no URL may hold braces as they are.
      if (!URL.canParse(value.replaceAll(/[{}]/g, '')) || /\s/.test(value)) {
        throw invalidRequest('Not a valid URL', { code: 'url_invalid', param: at });
      }
      return value;
    },
  };
}

export function list<T>(item: Field<T>): Field<readonly T[]> {
  return {
    read(node, at) {
      if (typeof node === 'string') throw invalidRequest('Invalid array', { param: at });
      return [...node.entries()].map(([index, child]) => {
        if (!/^\d+$/.test(index)) throw invalidRequest('Invalid array', { param: at });
        return item.read(child, `${at}[${index}]`);
      });
    },
  };
}

export function object<S extends Shape>(shape: S): Field<Input<S>> {
  return {
    read(node, at) {
      if (typeof node === 'string') throw invalidRequest('Invalid object', { param: at });
      return readShape(shape, node, at);
    },
  };
}

/** `created=5` or `created[gte]=5`. */
export function timeRange(): Field<(seconds: number) => boolean> {
  const bounds = object({ gt: integer(), gte: integer(), lt: integer(), lte: integer() });
  return {
    read(node, at) {
      if (typeof node === 'string') {
        const exact = integer().read(node, at);
        return (seconds) => seconds === exact;
      }
      const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = bounds.read(node, at);
      return (seconds) => seconds > gt && seconds >= gte && seconds < lt && seconds <= lte;
    },
  };
}

/** Limits from https://docs.stripe.com/metadata (2026-11-22). */
export function metadata(): Field<MetadataPatch> {
  return {
    read(node, at) {
      if (typeof node === 'string') {
        if (node === '') return null;
        throw invalidRequest('Invalid object', { param: at });
      }
      if (node.size > 50) throw invalidRequest('Metadata can have up to 50 keys', { param: at });
      return Object.fromEntries([...node].map(([key, value]) => metadataEntry(key, value, at)));
    },
  };
}

/** Parameters that Stripe has and this fake does not play. They are refused, never dropped in silence. */
export function unsimulated<const N extends string>(...names: readonly N[]): Record<N, Field<undefined>> {
  const refusing: Field<undefined> = {
    read(_node, at) {
      throw invalidRequest(`Stripe knows ${at}, but this fake does not simulate it.`, { param: at });
    },
  };
  const shape: Partial<Record<N, Field<undefined>>> = {};
  for (const name of names) shape[name] = refusing;
  return shape as Record<N, Field<undefined>>;
}

/** Reads all parameters of a request, unknown and missing ones first. */
export function readShape<S extends Shape>(shape: S, form: FormMap, at = ''): Input<S> {
  const nameOf = (key: string): string => (at === '' ? key : `${at}[${key}]`);
  const strangers = [...form.keys()].filter((key) => !Object.hasOwn(shape, key)).map(nameOf);
  if (strangers.length > 0) {
    throw invalidRequest(
      `Received unknown parameter${strangers.length > 1 ? 's' : ''}: ${strangers.join(', ')}`,
      {
        code: 'parameter_unknown',
        param: strangers[0] ?? '',
      },
    );
  }
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(shape)) {
    const node = form.get(key);
    if (node === undefined && 'required' in field) throw missingParameter(nameOf(key));
    values[key] = node === undefined ? undefined : field.read(node, nameOf(key));
  }
  return values as Input<S>;
}

function scalar(node: FormNode, at: string, expected: string): string {
  if (typeof node !== 'string') throw invalidRequest(`Invalid ${expected}`, { param: at });
  if (node === '') {
    throw invalidRequest(
      `You passed an empty string for '${at}'. We assume empty values are an attempt to unset a parameter; however '${at}' cannot be unset. You should remove '${at}' from your request or supply a non-empty value.`,
      { code: 'parameter_invalid_empty', param: at },
    );
  }
  return node;
}

function metadataEntry(key: string, value: FormNode, at: string): [string, string] {
  if (typeof value !== 'string')
    throw invalidRequest('Metadata values must be strings', { param: `${at}[${key}]` });
  if (key.length > 40) throw invalidRequest('Metadata keys can be up to 40 characters long', { param: at });
  if (value.length > 500) {
    throw invalidRequest('Metadata values can be up to 500 characters long', { param: `${at}[${key}]` });
  }
  return [key, value];
}
