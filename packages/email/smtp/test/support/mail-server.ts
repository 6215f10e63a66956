import type { Socket } from 'node:net';
import { loopback } from '@patchbay/tooling-presets/loopback';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** One mail that the server took. */
export interface StoredMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: Uint8Array;
}

/** What goes wrong, where in the session: a reply of its own, a connection that is cut, or no reply any more. */
export type Script =
  | { readonly at: 'auth' | 'mail' | 'data'; readonly reply: string }
  | { readonly at: 'data'; readonly end: 'cut' | 'hang'; readonly commit: boolean };

/** One connection as the server counted it. */
export interface SeenSession {
  /** False when nobody ever tried to send a mail over it. */
  wrote: boolean;
  body: string;
}

export interface MailServerOptions {
  readonly password?: string;
  /** Offers STARTTLS, or speaks TLS from the first byte. Default: neither. */
  readonly tls?: 'starttls' | 'implicit';
  /** Advertised by SIZE. */
  readonly size?: number;
  /** The reply to a recipient; `undefined`: taken. */
  readonly recipient?: (address: string) => string | undefined;
  /** The reply to a sender; `undefined`: taken. */
  readonly sender?: (address: string) => string | undefined;
}

/** smtp-server on loopback, scripted. */
export interface MailServer extends AsyncDisposable {
  readonly port: number;
  readonly mails: readonly StoredMail[];
  readonly sessions: readonly SeenSession[];
  /** Connections that are held without a reply. */
  readonly held: number;
  /** How often somebody tried to log in. */
  readonly logins: number;
  /** Plans what goes wrong with the next sessions that come there. */
  script(script: Script, times?: number): void;
}

/** Starts the server. Name and password are those of the options; the name is `shop`. */
export async function mailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const post = new Post();
  const server = new SMTPServer({
    ...offersOf(options),
    disableReverseLookup: true,
    hideDSN: false,
    closeTimeout: 1,
    onAuth({ username, password }, _session, done) {
      const refusal = post.login();
      if (refusal === undefined && username === 'shop' && password === options.password)
        return done(null, { user: 'shop' });
      done(refusal ?? toError('535 5.7.8 Authentication credentials invalid'));
    },
    onMailFrom({ address }, session, done) {
      done(post.begin(session) ?? toErrorOf(options.sender?.(address)));
    },
    onRcptTo({ address }, _session, done) {
      done(toErrorOf(options.recipient?.(address)));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => post.take(session, Buffer.concat(chunks), stream.sizeExceeded, done));
    },
  });
  server.on('error', () => {}); // a client that goes away
  server.server.on('connection', (socket: Socket) => post.connect(socket));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  post.port = typeof address === 'object' && address !== null ? address.port : 0;
  return Object.assign(post, {
    async [Symbol.asyncDispose]() {
      post.cutAll();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

/** What the server offers, and what it insists on. */
function offersOf({ password, tls, size }: MailServerOptions) {
  return {
    disabledCommands: [
      ...(password === undefined ? ['AUTH'] : []),
      ...(tls === 'starttls' ? [] : ['STARTTLS']),
    ],
    ...(tls !== undefined && { key: loopback.key, cert: loopback.cert }),
    secure: tls === 'implicit',
    ...(size !== undefined && { size }),
    allowInsecureAuth: true,
    authOptional: password === undefined,
  };
}

/** What the server remembers, and what is planned for it. */
class Post {
  port = 0;
  logins = 0;
  readonly mails: StoredMail[] = [];
  readonly #sessions = new Map<number, SeenSession>();
  readonly #sockets = new Map<number, Socket>();
  readonly #held = new Set<number>();
  readonly #planned: { readonly script: Script; left: number }[] = [];

  get sessions(): readonly SeenSession[] {
    return [...this.#sessions.values()];
  }

  get held(): number {
    return this.#held.size;
  }

  script(script: Script, times = 1): void {
    this.#planned.push({ script, left: times });
  }

  connect(socket: Socket): void {
    const port = socket.remotePort ?? 0;
    this.#sockets.set(port, socket);
    this.#sessions.set(port, { wrote: false, body: '' });
    socket.on('close', () => {
      this.#sockets.delete(port);
      this.#held.delete(port);
    });
  }

  login(): Error | undefined {
    this.logins += 1;
    return this.#refusalAt('auth');
  }

  begin({ remotePort }: SMTPServerSession): Error | undefined {
    const seen = this.#sessions.get(remotePort);
    if (seen !== undefined) seen.wrote = true;
    return this.#refusalAt('mail');
  }

  take(
    session: SMTPServerSession,
    source: Uint8Array,
    isTooLarge: boolean,
    done: (error?: Error | null, text?: string) => void,
  ): void {
    const { remotePort } = session;
    const seen = this.#sessions.get(remotePort);
    if (seen !== undefined) seen.body = new TextDecoder().decode(source);
    const script = this.#next('data');
    if (script !== undefined && 'reply' in script) return done(toError(script.reply));
    if (isTooLarge) return done(toError('552 5.3.4 Message too big'));
    if (script === undefined || script.commit) this.mails.push(toStored(session, source));
    if (script?.end === 'cut') this.#sockets.get(remotePort)?.destroy();
    else if (script?.end === 'hang') this.#held.add(remotePort);
    else done(null, 'OK queued as 4XyZ');
  }

  cutAll(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
  }

  #refusalAt(at: Script['at']): Error | undefined {
    const script = this.#next(at);
    return script !== undefined && 'reply' in script ? toError(script.reply) : undefined;
  }

  #next(at: Script['at']): Script | undefined {
    const found = this.#planned.find(({ script, left }) => left > 0 && script.at === at);
    if (found !== undefined) found.left -= 1;
    return found?.script;
  }
}

function toErrorOf(reply: string | undefined): Error | null {
  return reply === undefined ? null : toError(reply);
}

/** `550 5.1.1 No such user` as smtp-server takes it. */
function toError(reply: string): Error {
  return Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
}

function toStored({ envelope }: SMTPServerSession, source: Uint8Array): StoredMail {
  const { mailFrom, rcptTo } = envelope;
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    source,
  };
}
