/** What a browser keeps for hosts: as browsers do, the same for all ports of one. */
export interface CookieJar {
  /** The `Cookie` header of a request, empty without cookies. */
  headerFor(url: string): string;
  keep(response: Response, url: string): void;
}

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    headerFor(url) {
      const { hostname, pathname } = new URL(url);
      return [...cookies.values()]
        .filter(({ host, path }) => host === hostname && isBelow(pathname, path))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ');
    },
    keep(response, url) {
      for (const header of response.headers.getSetCookie()) {
        const { cookie, isOver } = readCookie(header, new URL(url));
        const key = `${cookie.host} ${cookie.path} ${cookie.name}`;
        if (isOver) cookies.delete(key);
        else cookies.set(key, cookie);
      }
    },
  };
}

function readCookie(
  header: string,
  { hostname, pathname }: URL,
): { readonly cookie: Cookie; readonly isOver: boolean } {
  const [pair = '', ...rest] = header.split(';').map((part) => part.trim());
  const attributes = new Map(rest.map(cut).map(([name, value]) => [name.toLowerCase(), value]));
  const [name, value] = cut(pair);
  const path = attributes.get('path') || pathname.slice(0, pathname.lastIndexOf('/')) || '/';
  const maxAge = attributes.get('max-age');
  const expires = attributes.get('expires');
  const isOver =
    maxAge === undefined ? Date.parse(expires ?? '') <= Date.now() : Number.parseInt(maxAge, 10) <= 0;
  return { cookie: { host: hostname, path, name, value }, isOver };
}

function cut(text: string): readonly [string, string] {
  const [name = ''] = text.split('=');
  return [name, text.slice(name.length + 1)];
}

function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
