// Hashing runs beside the event loop and comes back by itself. No timer tells of it, and a fixed wait would be too
// short on a loaded machine, so it is counted.

let pendingCrypto = 0;
let watching = false;

const cryptoMethods = [
  'decrypt',
  'deriveBits',
  'deriveKey',
  'digest',
  'encrypt',
  'exportKey',
  'generateKey',
  'importKey',
  'sign',
  'unwrapKey',
  'verify',
  'wrapKey',
] as const satisfies readonly (keyof typeof crypto.subtle)[];

/** Begins to count the calls of WebCrypto. They behave as before. */
export function watchCrypto(): void {
  if (watching) return;
  watching = true;
  const { subtle } = crypto;
  for (const name of cryptoMethods) {
    const method: unknown = Reflect.get(subtle, name);
    if (typeof method !== 'function') continue;
    const value = (...input: readonly unknown[]): unknown => counted(Reflect.apply(method, subtle, input));
    Object.defineProperty(subtle, name, { value, configurable: true, writable: true });
  }
}

/** Whether a call of WebCrypto is under way. */
export function cryptoBusy(): boolean {
  return pendingCrypto > 0;
}

function counted(result: unknown): unknown {
  pendingCrypto += 1;
  const settled = (): void => {
    pendingCrypto -= 1;
  };
  Promise.resolve(result).then(settled, settled);
  return result;
}
