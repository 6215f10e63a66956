import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { refuse } from './refusal.ts';

/** In characters: NIST SP 800-63B asks for eight. */
export const shortestPassword = 8;
/** Longer ones would only cost time. */
const longestPassword = 1024;

/** What a hash costs: 128 · 2^ln · r bytes of memory, p times. */
export interface HashCost {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** Node's own default: 16 MiB and about 50 ms. Enough for development, which is all that the provider is for. */
const currentCost: HashCost = { ln: 14, r: 8, p: 1 };
const keyBytes = 32;
/** More at once would be a way to take all of the machine's memory. */
const mostAtOnce = 2;

/** @throws `LocalAuthError` `password_weak`, `parameter_invalid` */
export function assertPassword(password: string): void {
  const length = Array.from(password).length;
  if (length < shortestPassword) {
    throw refuse('password_weak', `The password has fewer than ${shortestPassword} characters.`);
  }
  if (length > longestPassword) {
    throw refuse('parameter_invalid', `The password has more than ${longestPassword} characters.`);
  }
}

/** Hashes passwords with scrypt, and checks them. Hashes are PHC strings: `$scrypt$ln=14,r=8,p=1$salt$hash`. */
export class Passwords {
  readonly #cost: HashCost;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #dummy: string | undefined;
  /** How many hashes were computed so far: the same for a wrong password and for an unknown person. */
  work = 0;

  constructor(cost: HashCost = currentCost) {
    this.#cost = cost;
  }

  /** How many passwords are being hashed, or wait for it. */
  get pending(): number {
    return this.#running + this.#waiting.length;
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    return toPhc(this.#cost, salt, await this.#derive(password, salt, this.#cost));
  }

  /** Whether the password is right. Without a hash it is wrong, and takes as long. */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const parsed = parsePhc(hash ?? this.#dummyHash());
    if (parsed === undefined) return false;
    const derived = await this.#derive(password, parsed.salt, parsed.cost);
    return timingSafeEqual(derived, parsed.key) && hash !== undefined;
  }

  /** True for a hash that was made at another cost than new ones are. */
  isDated(hash: string): boolean {
    return !hash.startsWith(prefixOf(this.#cost));
  }

  /** Fits no password. */
  #dummyHash(): string {
    this.#dummy ??= toPhc(this.#cost, randomBytes(16), randomBytes(keyBytes));
    return this.#dummy;
  }

  async #derive(password: string, salt: Buffer, cost: HashCost): Promise<Buffer> {
    await this.#turn();
    try {
      return await derive(password, salt, cost);
    } finally {
      this.work += 1;
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    while (this.#running >= mostAtOnce) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    this.#running += 1;
  }
}

/** Different keyboards write the same character in different ways: NFKC makes them one. */
function derive(password: string, salt: Buffer, { ln, r, p }: HashCost): Promise<Buffer> {
  const memory = 128 * 2 ** ln * r;
  return new Promise((resolve, reject) => {
    const options = { N: 2 ** ln, r, p, maxmem: 2 * memory };
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function prefixOf({ ln, r, p }: HashCost): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$`;
}

/** https://github.com/P-H-C/phc-string-format: base64 without padding. */
function toPhc(cost: HashCost, salt: Buffer, key: Buffer): string {
  const [first, second] = [salt, key].map((bytes) => bytes.toString('base64').replace(/=+$/, ''));
  return `${prefixOf(cost)}${first}$${second}`;
}

function parsePhc(hash: string): { cost: HashCost; salt: Buffer; key: Buffer } | undefined {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  const [, ln, r, p, salt = '', key = ''] = match ?? [];
  const bytes = Buffer.from(key, 'base64');
  if (match === null || bytes.byteLength !== keyBytes) return undefined;
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt, 'base64'), key: bytes };
}
