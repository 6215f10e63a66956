import { assert } from '@patchbay/core/conformance';
import type { Somebody } from '../harness.ts';
import type { AuthScene } from '../scene.ts';
import type { Website } from './website.ts';

/** Somebody with a browser who visits a website, and its provider where they are sent there. */
export class Visitor {
  readonly #scene: AuthScene;
  #site: Website;
  readonly #cookies = new Map<string, string>();

  constructor(scene: AuthScene, site: Website) {
    this.#scene = scene;
    this.#site = site;
  }

  /** Opens a page, signs in as `person` where that is asked for, and reads where the way ends. */
  async visit(path: string, person?: Somebody): Promise<Response> {
    let response = await this.send(this.request(path));
    for (let hops = 0; hops < 6; hops += 1) {
      const location = response.headers.get('location');
      if (location === null) return response;
      const isProvider = await this.#isProvider(location);
      if (isProvider && person === undefined) return response;
      const next = isProvider ? await this.atProvider(location, person ?? 'nobody') : new Request(location);
      response = await this.send(next);
    }
    throw new Error('The website sends its visitor round and round.');
  }

  /** Another server of the same website answers from now on. */
  turnTo(site: Website): void {
    this.#site = site;
  }

  /** The text of the page on which a visit ends. */
  async read(path: string, person?: Somebody): Promise<string> {
    return (await this.visit(path, person)).text();
  }

  /** What the provider sends the browser back with. */
  atProvider(url: string, person: Somebody): Promise<Request> {
    return this.#scene.value(this.#scene.subject.signIn(url, person));
  }

  request(path: string): Request {
    return new Request(new URL(path, this.#scene.fixtures.redirectUri));
  }

  /** Sends one request with the cookies of this browser, and keeps those of the answer. */
  async send(request: Request): Promise<Response> {
    const own = new Request(request);
    const pairs = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    if (pairs.length > 0) own.headers.set('cookie', pairs.join('; '));
    const response = await this.#scene.value(this.#site.handle(own));
    for (const header of response.headers.getSetCookie()) this.#keep(header);
    return response;
  }

  /** The page of the website to which a redirect leads. */
  leadsTo(response: Response): string {
    const location = response.headers.get('location');
    assert(location !== null, 'the answer leads somewhere');
    return location;
  }

  async #isProvider(location: string): Promise<boolean> {
    const { authorization_endpoint: page, end_session_endpoint: exit } = await this.#scene.value(
      this.#scene.auth.flow.discover(),
    );
    return [page, exit].some((address) => address?.split('?')[0] === location.split('?')[0]);
  }

  #keep(header: string): void {
    const [pair = '', ...attributes] = header.split('; ');
    const [name = '', value = ''] = pair.split('=');
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
