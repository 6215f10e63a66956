import type { SecretInput } from '@patchbay/core';

/** Free text of yours that the directory keeps with a user. */
export type Metadata = Readonly<Record<string, string>>;

/** Fields of the vendor's own request, merged last: the way to what the contract does not name. */
export type VendorInput = Readonly<Record<string, unknown>>;

/** A person in a user directory. */
export interface User {
  /** The directory's id: the `subject` of the identities that it issues. */
  readonly id: string;
  readonly provider: string;
  readonly issuer: string;
  readonly email?: string;
  readonly emailVerified: boolean;
  readonly username?: string;
  readonly name?: string;
  readonly pictureUrl?: string;
  readonly status: 'active' | 'disabled' | 'invited';
  readonly metadata: Metadata;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The vendor's own object; not enumerable. */
  readonly raw: unknown;
}

/** A person to add: with an e-mail address, a user name or both. */
export interface CreateUser {
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly username?: string;
  readonly name?: string;
  readonly pictureUrl?: string;
  /** Without one the person cannot sign in by password. */
  readonly password?: SecretInput;
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** What to change; the other fields stay. `null` removes. */
export interface UpdateUser {
  readonly id: string;
  /** Another address than before is not verified, unless `emailVerified` says so. */
  readonly email?: string | null;
  readonly emailVerified?: boolean;
  readonly username?: string | null;
  readonly name?: string | null;
  readonly pictureUrl?: string | null;
  /** Names that are given are set; the others stay. */
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** Whom to find: by exactly one of them. */
export type FindUser = { readonly email: string } | { readonly username: string };

/** Which users to list. */
export interface ListUsers {
  readonly status?: User['status'];
}

/** A password to set. */
export interface SetPassword {
  readonly id: string;
  readonly password: SecretInput;
}

/** A password to check. */
export interface VerifyPassword {
  /** E-mail address or user name. */
  readonly identifier: string;
  readonly password: SecretInput;
}

/**
 * Whether a password is right. Unknown users and wrong passwords answer alike and take as long, so that nobody learns
 * who is a user.
 */
export type PasswordVerdict =
  | { readonly status: 'right'; readonly user: User }
  | { readonly status: 'wrong' }
  | { readonly status: 'locked'; readonly until?: Date };
