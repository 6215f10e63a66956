/** Which claims of a user a scope opens: OpenID Connect Core §5.4. */
export const scopeClaims = {
  openid: [],
  offline_access: [],
  profile: [
    'name',
    'family_name',
    'given_name',
    'middle_name',
    'nickname',
    'preferred_username',
    'profile',
  ].concat(['picture', 'website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at']),
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
} satisfies Record<string, readonly string[]>;
