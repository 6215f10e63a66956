export type { AuthApi, IdInput } from './api.ts';
export type { AuthCapabilities, AuthTrait } from './capabilities.ts';
export {
  type Auth,
  type AuthContract,
  type AuthMethods,
  type AuthNeeds,
  type AuthOf,
  type AuthParts,
  auth,
} from './contract.ts';
export type { AuthEvent, AuthEventType } from './events.ts';
export type {
  Claims,
  ClientCredentials,
  DeviceAnswer,
  DeviceGrant,
  ExchangeCode,
  KeySet,
  PollDevice,
  ProviderMetadata,
  RefreshTokens,
  RevokeToken,
  TokenAnswer,
  UserInfoInput,
} from './flow.ts';
export type { EmailAuthority, Identity, IdentityEmail, IdentityKey } from './identity.ts';
export {
  decideLink,
  type LinkableAccount,
  type LinkDecision,
  type LinkPolicy,
  type LinkQuestion,
} from './link.ts';
export { toProviderMetadata } from './metadata.ts';
export { type AuthReason, authReasons } from './reasons.ts';
export type { FlowRules, TokenAlgorithm } from './rules.ts';
export type {
  BackChannelLogout,
  BeginSignIn,
  BeginSignOut,
  CompleteOptions,
  CompleteSignIn,
  SignIn,
  SignInPurpose,
  SignInStart,
  SignOutStart,
  TokenExpectation,
  TransactionCookie,
  VerifiedToken,
} from './sign-in-types.ts';
export type { TokenSet } from './token-set.ts';
export type { SharedTokens, TokenSource, TokenSourceOptions } from './token-source.ts';
export type { TokenState } from './token-source-shared.ts';
export type {
  CreateUser,
  FindUser,
  ListUsers,
  Metadata,
  PasswordVerdict,
  SetPassword,
  UpdateUser,
  User,
  VendorInput,
  VerifyPassword,
} from './user.ts';
