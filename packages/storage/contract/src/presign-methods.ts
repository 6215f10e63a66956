import { DriverFailure } from '@patchbay/core';
import type { StorageCapabilities, StorageTrait } from './capabilities.ts';
import { whyNotKey } from './keys.ts';
import { named } from './object-methods.ts';
import type {
  PresignedPost,
  PresignedRequest,
  PresignGet,
  PresignOptions,
  PresignPost,
  PresignPut,
} from './presign.ts';
import { presignSchemas } from './schemas.ts';
import type { StorageBase } from './upload.ts';

/** URLs that let somebody without credentials make one request, until they expire. No request is made for them. */
export interface PresignMethods {
  /** A download. Trait `presign.get`. */
  get(key: string, options?: PresignGet): Promise<PresignedRequest>;
  /** An upload with PUT. Traits `presign.put`, and `presign.put.size` for `sizeBytes`. */
  put(key: string, options?: PresignPut): Promise<PresignedRequest>;
  /** A look at the headers. Trait `presign.head`. */
  head(key: string, options?: PresignOptions): Promise<PresignedRequest>;
  /** A deletion. Trait `presign.delete`. */
  delete(key: string, options?: PresignOptions): Promise<PresignedRequest>;
  /** An upload from a plain HTML form, without scripts. Trait `presign.post`. */
  post(key: string, options: PresignPost): Promise<PresignedPost>;
}

const defaultSeconds = 900;

export function presignMethods(base: StorageBase): PresignMethods {
  const presign = (request: Asked): Promise<PresignedRequest> => {
    const { method, key, options } = request;
    const trait = traitOf(request);
    return named(base, `presign.${method.toLowerCase()}`, async () => {
      const expiresInSeconds = admit(base, trait, method, key, options);
      const { url } = base.parts;
      if (url === undefined) throw lacking(base, trait);
      return url.presign({ ...options, method, key, expiresInSeconds });
    });
  };
  return {
    get: (key, options = {}) => presign({ method: 'GET', key, options }),
    put: (key, options = {}) => presign({ method: 'PUT', key, options }),
    head: (key, options = {}) => presign({ method: 'HEAD', key, options }),
    delete: (key, options = {}) => presign({ method: 'DELETE', key, options }),
    post: (key, options) =>
      named(base, 'presign.post', async () => {
        const expiresInSeconds = admit(base, 'presign.post', 'POST', key, options);
        const post = base.parts.url?.presignPost;
        if (post === undefined) throw lacking(base, 'presign.post');
        return post({ ...options, key, expiresInSeconds });
      }),
  };
}

type Asked =
  | { readonly method: 'GET'; readonly key: string; readonly options: PresignGet }
  | { readonly method: 'PUT'; readonly key: string; readonly options: PresignPut }
  | { readonly method: 'HEAD' | 'DELETE'; readonly key: string; readonly options: PresignOptions };

function traitOf(request: Asked): StorageTrait {
  if (request.method === 'GET') return 'presign.get';
  if (request.method === 'HEAD') return 'presign.head';
  if (request.method === 'DELETE') return 'presign.delete';
  const { sizeBytes }: PresignPut = request.options;
  return sizeBytes === undefined ? 'presign.put' : 'presign.put.size';
}

/** Refuses what would only fail when the URL is used. Answers for how many seconds the URL is valid. */
function admit(
  base: StorageBase,
  trait: StorageTrait,
  method: keyof typeof presignSchemas,
  key: string,
  options: PresignOptions,
): number {
  const { traits, limits } = base.integration.capabilities as StorageCapabilities; // of this category's adapters
  if (!traits[trait]) throw lacking(base, trait);
  const why = typeof key === 'string' ? whyNotKey(key) : 'it is no text';
  if (why !== undefined) throw invalid('key_invalid', `key: found a key that is not portable: ${why}.`);
  const { error } = presignSchemas[method].safeParse(options);
  if (error !== undefined)
    throw invalid(
      'parameter_invalid',
      error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  if ('ifAbsent' in options && !traits['put.if_absent']) throw lacking(base, 'put.if_absent');
  const { expiresInSeconds = Math.min(defaultSeconds, limits.presignSeconds) } = options;
  if (
    Number.isInteger(expiresInSeconds) &&
    expiresInSeconds >= 1 &&
    expiresInSeconds <= limits.presignSeconds
  )
    return expiresInSeconds;
  throw invalid(
    'expiry_out_of_range',
    `expiresInSeconds: found ${expiresInSeconds}; expected a whole number from 1 to ${limits.presignSeconds}.`,
  );
}

function invalid(reason: string, message: string): DriverFailure {
  return new DriverFailure({ code: 'invalid_request', reason, message });
}

function lacking({ integration }: StorageBase, trait: string): DriverFailure {
  return new DriverFailure({
    code: 'unsupported',
    message: `${integration.provider} does not have the trait ${trait}.`,
  });
}
