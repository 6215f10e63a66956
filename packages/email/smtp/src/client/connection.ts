import type { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionSendInfo, SMTPEnvelope } from 'nodemailer/lib/smtp-connection';

/** One connection of nodemailer's. */
export type Connection = SMTPConnection;

/** What a connection needs to know. */
export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly requireTLS: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/** Connects and logs in, if there is somebody to log in. */
export async function openConnection(
  connection: Connection,
  auth: ConnectionSettings['auth'],
  signal: AbortSignal,
): Promise<Connection> {
  connection.on('error', () => {}); // also when nobody waits for it: an error without a listener ends the process
  await until<unknown>(connection, signal, (done) => connection.connect((error) => done(error)));
  if (auth !== undefined)
    await until<unknown>(connection, signal, (done) =>
      connection.login({ user: auth.user, credentials: auth }, (error) => done(error)),
    );
  return connection;
}

/** Hands one mail over. A connection on which that failed is closed. */
export function sendOver(
  connection: Connection,
  envelope: SMTPEnvelope,
  message: Readable,
  signal: AbortSignal,
): Promise<SMTPConnectionSendInfo> {
  return until(connection, signal, (done) => connection.send(envelope, message, done));
}

/** Says goodbye. */
export function leave(connection: Connection): void {
  connection.quit();
  connection.close();
}

type Done<T> = (error: Error | null | undefined, value?: T) => void;

/** What comes first: the answer, an error of the connection, its end, or the caller's abort. */
function until<T>(connection: Connection, signal: AbortSignal, start: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const done: Done<T> = (error, value) => {
      connection.off('error', done).off('end', onEnd);
      signal.removeEventListener('abort', onAbort);
      if (error) {
        connection.close();
        reject(error);
      } else resolve(value as T); // nodemailer gives a value wherever `T` asks for one
    };
    const onEnd = () => done(Object.assign(new Error('Connection closed'), { code: 'ECONNECTION' }));
    const onAbort = () => done(new Error('Aborted', { cause: signal.reason }));
    connection.once('error', done).once('end', onEnd);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return onAbort();
    start(done);
  });
}
