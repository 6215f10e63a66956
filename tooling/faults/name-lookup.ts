import dns from 'node:dns';

/** Lets every look-up of a name fail as for a name that nobody has: nothing is ever asked of a real server. */
export function failLookups(): void {
  Object.assign(dns, { lookup, Resolver: NoResolver });
}

type Answer = (error: Error) => void;

function lookup(hostname: string, ...rest: readonly unknown[]): void {
  answer(rest.at(-1), 'getaddrinfo', hostname);
}

/** The part of `dns.Resolver` that mail clients use. */
class NoResolver {
  resolve4(hostname: string, ...rest: readonly unknown[]): void {
    answer(rest.at(-1), 'queryA', hostname);
  }

  resolve6(hostname: string, ...rest: readonly unknown[]): void {
    answer(rest.at(-1), 'queryAaaa', hostname);
  }

  cancel(): void {}
}

function answer(callback: unknown, syscall: string, hostname: string): void {
  const error = Object.assign(new Error(`${syscall} ENOTFOUND ${hostname}`), {
    code: 'ENOTFOUND',
    errno: -3008,
    syscall,
    hostname,
  });
  if (isAnswer(callback)) process.nextTick(callback, error);
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'function';
}
