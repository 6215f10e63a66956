/** A server that keeps the shop's state and jobs, instead of files of the shop. */
interface Server extends AsyncDisposable {
  /** What tells the shop of it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Who keeps state and jobs. */
interface Keepers {
  readonly state: string;
  readonly jobs: string;
}

/** What serves when nothing is said: files in the folder of the shop. */
const files: Keepers = { state: 'sqlite', jobs: 'sqlite' };

/** Servers by their names, and how one of its own is started for a story. */
const servers = {
  postgres: { keepers: { state: 'postgres', jobs: 'pgboss' }, variable: 'DATABASE_URL', open: openPostgres },
  redis: { keepers: { state: 'redis', jobs: 'bullmq' }, variable: 'REDIS_URL', open: openRedis },
} as const satisfies Record<string, Serving>;

interface Serving {
  readonly keepers: Keepers;
  /** By which the shop is told where it is. */
  readonly variable: string;
  readonly open: () => Promise<AsyncDisposable & { readonly url: string }>;
}

export type ServerName = keyof typeof servers;

export const serverNames: readonly string[] = Object.keys(servers);

export function isServerName(text: string): text is ServerName {
  return Object.hasOwn(servers, text);
}

/** Who has to keep state and jobs when this server does; without one, the shop itself. */
export function keepersBy(name: ServerName | undefined): Keepers {
  return name === undefined ? files : servers[name].keepers;
}

/** Starts an empty one. */
export async function startServer(name: ServerName): Promise<Server> {
  const { keepers, variable, open } = servers[name];
  const server = await open();
  return {
    environment: {
      STATE_PROVIDER: keepers.state,
      JOBS_PROVIDER: keepers.jobs,
      [variable]: server.url,
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

// Loaded only where it is wanted: to load it is to wait for it at the end of the process.
async function openPostgres() {
  const { postgresServer } = await import('@patchbay/tooling-servers/postgres');
  const server = await postgresServer();
  return { url: server.url(), [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function openRedis() {
  const { startRedis } = await import('@patchbay/tooling-servers/redis');
  const server = await startRedis();
  const kill = (): void => void server.process.kill();
  process.once('exit', kill); // however the story ends, nothing is left running
  return {
    url: server.url,
    async [Symbol.asyncDispose]() {
      process.off('exit', kill);
      await server[Symbol.asyncDispose]();
    },
  };
}
