export { type LocalAuth, localAuth } from './adapter.ts';
export type { LocalDirectory } from './engine/directory.ts';
export type { LocalProvider } from './engine/local-provider.ts';
export type { LocalPerson } from './engine/people.ts';
export type { IssuedTokens } from './engine/protocol.ts';
export type { LocalAuthOptions } from './options.ts';
