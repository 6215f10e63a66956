import * as z from 'zod';

const userRecord = z.strictObject({
  id: z.string(),
  /** Counts up: pages of people go by it. */
  sequence: z.number(),
  email: z.string().exactOptional(),
  emailVerified: z.boolean(),
  username: z.string().exactOptional(),
  name: z.string().exactOptional(),
  pictureUrl: z.string().exactOptional(),
  status: z.enum(['active', 'disabled']),
  metadata: z.record(z.string(), z.string()),
  /** A PHC string; absent for who has no password. */
  passwordHash: z.string().exactOptional(),
  /** Epoch milliseconds, as all times here. */
  createdAt: z.number(),
  updatedAt: z.number(),
});

/** A person as the directory keeps them. */
export type UserRecord = z.infer<typeof userRecord>;

/** As oidc-provider wrote it. */
export const payload = z.record(z.string(), z.unknown());

const artifact = z.strictObject({
  /** oidc-provider's name of its kind: `Session`, `Grant`, `RefreshToken`, … */
  model: z.string(),
  id: z.string(),
  payload,
});

/** What the protocol keeps: sessions, grants, codes, tokens. */
export type Artifact = z.infer<typeof artifact>;

const remembered = z.strictObject({
  key: z.string(),
  at: z.number(),
  fingerprint: z.string(),
  result: userRecord,
});

/** What an idempotency key was used for. */
export type Remembered = z.infer<typeof remembered>;

const signingKey = z.strictObject({
  kty: z.string(),
  crv: z.string(),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
  use: z.string(),
  alg: z.string(),
});

/** The private key that tokens are signed with, as a JSON Web Key. */
export type SigningKey = z.infer<typeof signingKey>;

export const snapshot = z.strictObject({
  version: z.literal(1),
  lastSequence: z.number(),
  signingKeys: z.array(signingKey),
  cookieKeys: z.array(z.string()),
  users: z.array(userRecord),
  artifacts: z.array(artifact),
  keys: z.array(remembered),
});

/** Everything, as it is saved. */
export type Snapshot = z.infer<typeof snapshot>;
