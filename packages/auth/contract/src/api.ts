import type { CallOptions, ListOptions, Pages } from '@patchbay/core';
import type {
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
import type {
  CreateUser,
  FindUser,
  ListUsers,
  PasswordVerdict,
  SetPassword,
  UpdateUser,
  User,
  VerifyPassword,
} from './user.ts';

/** An id, bare or alone in an object: a whole `User` has more than that. */
export type IdInput = string | { readonly id: string };

/** The operations of the category: what one request to the provider does. @sealed */
export interface AuthApi {
  /**
   * The requests that sign-in is made of. They check nothing by themselves: use `signIn`, `tokens`, `device` and
   * `signOut`, which do.
   */
  readonly flow: {
    /** What the provider publishes of itself. */
    discover(input?: object, options?: CallOptions): Promise<ProviderMetadata>;
    /** The provider's public keys. */
    keys(input?: object, options?: CallOptions): Promise<KeySet>;
    /** Tokens for a code. A code is worth one try. */
    exchange(input: ExchangeCode, options?: CallOptions): Promise<TokenAnswer>;
    /** New tokens for a refresh token. A rotating one is worth one try. */
    refresh(input: RefreshTokens, options?: CallOptions): Promise<TokenAnswer>;
    /** Ends a token; one that is unknown is fine. */
    revoke(input: RevokeToken, options?: CallOptions): Promise<void>;
    /** The profile that an access token opens. */
    userInfo(input: UserInfoInput, options?: CallOptions): Promise<Claims>;
    /** Tokens for the application itself. */
    clientCredentials(input?: ClientCredentials, options?: CallOptions): Promise<TokenAnswer>;
    /** Starts a sign-in on a device without a browser. */
    startDevice(input?: { readonly scopes?: readonly string[] }, options?: CallOptions): Promise<DeviceGrant>;
    /** Asks how far it is. */
    pollDevice(input: PollDevice, options?: CallOptions): Promise<DeviceAnswer>;
  };
  /** Administration of the provider's directory. */
  readonly users: {
    /** Adds a person. */
    create(input: CreateUser, options?: CallOptions): Promise<User>;
    /** The person as the directory has them now. */
    get(input: IdInput, options?: CallOptions): Promise<User>;
    /** People with this e-mail address or user name; several where the directory allows it. */
    find(input: FindUser, options?: CallOptions): Promise<readonly User[]>;
    /** People, oldest first. */
    list(input?: ListUsers, options?: ListOptions): Pages<User>;
    /** Changes the fields that are given. */
    update(input: UpdateUser, options?: CallOptions): Promise<User>;
    /** Lets a person sign in no more, and ends their sessions. */
    disable(input: IdInput, options?: CallOptions): Promise<User>;
    /** Lets a person sign in again. */
    enable(input: IdInput, options?: CallOptions): Promise<User>;
    /** Forgets a person; one that is gone is fine. */
    delete(input: IdInput, options?: CallOptions): Promise<void>;
    /** Sets a password, and ends the person's sessions. */
    setPassword(input: SetPassword, options?: CallOptions): Promise<void>;
    /** Checks a password. A wrong one is a result, not an error. */
    verifyPassword(input: VerifyPassword, options?: CallOptions): Promise<PasswordVerdict>;
    /** Ends a person's sessions and refresh tokens. */
    endSessions(input: IdInput, options?: CallOptions): Promise<void>;
  };
}
