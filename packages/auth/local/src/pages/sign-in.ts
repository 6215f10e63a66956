import type { Interaction, KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { LocalDirectory } from '../engine/directory.ts';
import type { UserRecord } from '../engine/records.ts';
import { noticePage, show } from './layout.ts';
import { pickerPage } from './picker-page.ts';

/** Whom the page offers, and where the browser goes from there. */
export interface SignInSettings {
  readonly directory: LocalDirectory;
  readonly redirectUri: string;
}

interface Picker extends SignInSettings {
  readonly interaction: Interaction;
  /** The page's own address, of which the provider's router sees only the end. */
  readonly action: string;
}

/** The page at which people say who they are. */
export function signInPages(provider: Provider, settings: SignInSettings) {
  const mountPath = new URL(provider.issuer).pathname.replace(/\/+$/, '');
  return async (context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    if (!/^\/interaction\/[\w-]+$/.test(context.path)) return next();
    const interaction = await provider.interactionDetails(context.req, context.res).catch(() => undefined);
    if (interaction === undefined || !context.path.endsWith(`/${interaction.uid}`)) {
      const text =
        'This sign-in is over, or began in another browser. Go back to the application and try again.';
      return show(context, noticePage('That did not work', text, 400));
    }
    const picker = { ...settings, interaction, action: `${mountPath}${context.path}` };
    if (interaction.prompt.name === 'consent') return finish(provider, context, { consent: {} });
    if (context.method !== 'POST') return showPicker(context, picker);
    return answer(provider, context, picker);
  };
}

async function answer(provider: Provider, context: KoaContextWithOIDC, picker: Picker): Promise<void> {
  const form = await readForm(context);
  if (form.get('refuse') === 'yes') return finish(provider, context, { error: 'access_denied' });
  const person = picker.directory.activeUser(form.get('person') ?? '');
  if (person === undefined) return showPicker(context, picker, 'Pick somebody of the list.');
  await finish(provider, context, { login: { accountId: person.id } });
  const { session } = picker.interaction;
  if (session?.accountId !== undefined && session.accountId !== person.id) {
    await leave(provider, session.uid);
  }
}

async function showPicker(
  context: KoaContextWithOIDC,
  { directory, redirectUri, action, interaction }: Picker,
  alert?: string,
): Promise<void> {
  const { login_hint: hint } = interaction.params;
  const people = hintedFirst(directory.active(), typeof hint === 'string' ? hint.toLowerCase() : '');
  await show(context, pickerPage({ people, action, redirectUri, alert }));
}

function hintedFirst(people: readonly UserRecord[], hint: string): readonly UserRecord[] {
  const isHinted = ({ id, email, username }: UserRecord): boolean =>
    [id, email?.toLowerCase(), username?.toLowerCase()].includes(hint);
  return people.toSorted((left, right) => Number(isHinted(right)) - Number(isHinted(left)));
}

async function finish(
  provider: Provider,
  context: KoaContextWithOIDC,
  result: Parameters<Provider['interactionResult']>[2],
): Promise<void> {
  const url = await provider.interactionResult(context.req, context.res, result);
  context.redirect(url);
  context.status = 303;
}

/** Somebody else signs in within the same browser: whoever was there before is signed out. */
async function leave(provider: Provider, sessionUid: string): Promise<void> {
  const session = await provider.Session.findByUid(sessionUid);
  if (session === undefined) return;
  delete session.accountId;
  delete session.authorizations;
  await session.persist();
}

async function readForm({ req: request }: KoaContextWithOIDC): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}
