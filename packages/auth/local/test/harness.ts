import type { AnyAuth, AuthHarness, AuthSubject, PersonName, Somebody } from '@patchbay/auth/conformance';
import type { StartOptions } from '@patchbay/core/conformance';
import { virtualClock } from '@patchbay/testing';
import { pendingFiles } from '@patchbay/testing/node';
import { testBrowser } from '@patchbay/testing/oidc';
import { capabilities } from '../src/capabilities.ts';
import { LocalProvider } from '../src/engine/local-provider.ts';
import { clientId } from '../src/engine/protocol.ts';
import { localAuth } from '../src/index.ts';
import { startOfClock } from './support/app.ts';

const publicUrl = 'https://shop.example/provider/auth';
const redirectUri = 'https://shop.example/auth/callback';
const signedOutUri = 'https://shop.example/';
const transactionSecret = 'a transaction secret of the harness, long enough';

const overMachines = [
  'contract.signIn.complete.another_machine_completes',
  'contract.signIn.complete.counts_once_over_all_machines',
  'contract.tokens.verify.another_machine',
  'contract.users.create.another_machine_sees_them',
  'scenarios.visits.many_servers',
];

/** The embedded provider as the conformance suite drives it. */
export const harness: AuthHarness = {
  provider: 'local',
  capabilities,
  exempt: {
    'contract.signIn.complete.last_moment':
      'nobody moves the time of the machine, in which the provider lives',
    'contract.flow.clientCredentials.scope_that_nobody_has':
      'every scope exists here: none has to be declared',
    ...Object.fromEntries(overMachines.map((id) => [id, 'the provider lives within one process'])),
  },
  start,
};

async function start({ policy, planted }: StartOptions<AnyAuth> = {}): Promise<AuthSubject> {
  // The provider lives in real time: its tokens say when they were issued by the clock of the machine.
  const clock = virtualClock({
    start: startOfClock(),
    busy: () => pendingFiles() || provider.directory.hashing > 0,
  });
  const options = { publicUrl, redirectUri, signedOutUri, transactionSecret };
  const setup = { clock, ...(policy !== undefined && { policy }) };
  // A planted factory takes what the adapter's own takes; the suite cannot know the type.
  const facade = planted?.factory?.(options as never, setup) ?? localAuth(options, setup);
  const provider: LocalProvider = await providerOf(facade);
  const people = await peopleOf(provider);
  return {
    facade,
    clock,
    settle: (promise) => clock.settle(promise),
    fixtures: { ...fixtures, people },
    ...browsersOf(provider, people),
    issued: () => provider.issued(),
    people: () => provider.directory.count(),
    rotateKeys: () => provider.rotateKeys(),
    async another() {
      throw new Error('The provider lives within one process.');
    },
    secrets: [transactionSecret],
    [Symbol.asyncDispose]: () => facade.close(),
  };
}

/** What people do, each in a browser of their own. */
function browsersOf(
  provider: LocalProvider,
  people: AuthSubject['fixtures']['people'],
): Pick<AuthSubject, 'signIn' | 'answerDevice'> {
  const browser = () => testBrowser({ fetch: (request) => provider.handle(request), until: redirectUri });
  const pick = (person: Somebody): Record<string, string> => {
    if (person === 'nobody') return { refuse: 'yes' };
    return { person: typeof person === 'string' ? people[person].subject : person.subject };
  };
  return {
    async signIn(url, person) {
      const { open, submit } = browser();
      const page = await open(url);
      const end = page.kind === 'page' && page.status === 200 ? await submit(page, pick(person)) : page;
      if (end.kind === 'arrived') return end.request;
      throw new Error(`The provider shows a page of its own (${end.status}).`);
    },
    async answerDevice(userCode, person) {
      const { open, submit } = browser();
      let page = await open(`${publicUrl}/device`);
      for (const fields of [{ user_code: userCode }, {}, pick(person)]) {
        if (page.kind === 'arrived') throw new Error('The browser left the provider.');
        page = await submit(page, fields);
      }
    },
  };
}

/** The provider behind a facade, be it broken on purpose. */
async function providerOf(auth: AnyAuth): Promise<LocalProvider> {
  const native: unknown = Reflect.get(auth, 'native');
  const client: unknown = typeof native === 'function' ? await native() : undefined;
  if (client instanceof LocalProvider) return client;
  throw new Error('The facade does not hand out its provider: native() is missing.');
}

async function peopleOf({ directory }: LocalProvider): Promise<AuthSubject['fixtures']['people']> {
  const personOf = async (username: PersonName) => {
    const [found] = await directory.find({ username });
    if (found?.email === undefined || found.name === undefined) throw new Error(`${username} is not there.`);
    return { subject: found.id, email: found.email, name: found.name };
  };
  return { ada: await personOf('ada'), bob: await personOf('bob') };
}

const fixtures: Omit<AuthSubject['fixtures'], 'people'> = {
  issuer: publicUrl,
  clientId,
  redirectUri,
  signedOutUri,
  api: { audience: `${publicUrl}/api`, scope: 'orders' },
  refreshScopes: ['openid', 'email', 'profile', 'offline_access'],
  unknownUserId: 'usr_000000000000000000000000',
};
