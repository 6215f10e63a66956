export type { Alteration, JsonObject, TokenDraft, Workbench } from './alteration.ts';
export type { Attack, AttackName, Surface } from './attacks/table.ts';
export { attackNames, attacks } from './attacks/table.ts';
export type { Browser, BrowserArrival, BrowserOptions, BrowserPage } from './browser.ts';
export { testBrowser } from './browser.ts';
export type { KeyControls, SigningAlgorithm, SigningKey } from './keys.ts';
export { generateSigningKey } from './keys.ts';
export { openidProvider } from './provider.ts';
export type {
  Endpoint,
  GrantType,
  IssuedToken,
  Lifetimes,
  LoggedOpenidRequest,
  LogoutTokenInput,
  OpenidClient,
  OpenidProvider,
  OpenidProviderOptions,
  OpenidSession,
  OpenidUser,
  TokenKind,
} from './types.ts';
