/**
 * The query of an authorization request in the words that oidc-provider knows. The sign-in page lets people pick
 * themselves, so selecting an account is signing in; and to stay signed in needs consent, which is given silently.
 */
export function toSilentPrompts(search: string): string {
  const query = new URLSearchParams(search);
  const words = (name: string): readonly string[] => (query.get(name) ?? '').split(' ').filter(Boolean);
  const prompts = new Set(words('prompt').map((word) => (word === 'select_account' ? 'login' : word)));
  if (words('scope').includes('offline_access') && !prompts.has('none')) prompts.add('consent');
  if (prompts.size > 0) query.set('prompt', [...prompts].join(' '));
  return `?${query.toString()}`;
}
