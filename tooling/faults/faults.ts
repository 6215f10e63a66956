/** What goes wrong, in the order in which it is printed. It does not go away: every attempt of a call meets it. */
export const faults = {
  unauthorized: 'The credential is refused.',
  declined: 'The bank declines the card.',
  missing: 'What the call refers to does not exist.',
  in_flight: 'An earlier request of the same kind is still under way.',
  limited_seconds: 'Too many requests; come back in 1 second.',
  limited_date: 'Too many requests; come back at a time of day.',
  limited_milliseconds: 'Too many requests; come back in 300 milliseconds.',
  limited: 'Too many requests, and no word on when to come back.',
  server_error: 'The vendor fails, in its own envelope.',
  unavailable: 'The vendor is down, in its own envelope.',
  html_502: 'A gateway answers in its place, with a page.',
  no_envelope: 'Somebody answers 404 with JSON that is not the vendor’s.',
  garbage: 'It was done, and the answer is 200 with half of some JSON.',
  truncated: 'It was done, and the connection breaks within the answer.',
  slow_body: 'It was done, and the answer stops after its headers.',
  refused: 'Nobody listens on the port: reset before anything was sent.',
  reset_before: 'The request arrives, nothing is done, the connection is reset.',
  reset_after: 'The request arrives, it is done, the connection is reset.',
  hang: 'The request arrives, it is done, no answer ever comes.',
  unresolved: 'The host’s name cannot be resolved.',
  untrusted: 'The server’s certificate is signed by nobody.',
  redirect_loop: 'The answer is a redirect to itself, for ever.',
} as const satisfies Record<string, string>;

export type FaultName = keyof typeof faults;

/** How the faults are called in print. */
export const titles: Readonly<Record<FaultName, string>> = {
  unauthorized: '401',
  declined: 'decline',
  missing: '404',
  in_flight: '409 in flight',
  limited_seconds: '429, seconds',
  limited_date: '429, date',
  limited_milliseconds: '429, milliseconds',
  limited: '429, no word',
  server_error: '500',
  unavailable: '503',
  html_502: 'HTML 502',
  no_envelope: '404 without envelope',
  garbage: '200 with garbage',
  truncated: 'truncated JSON',
  slow_body: 'slow body',
  refused: 'reset before send',
  reset_before: 'reset before commit',
  reset_after: 'reset after commit',
  hang: 'hang after commit',
  unresolved: 'DNS failure',
  untrusted: 'TLS failure',
  redirect_loop: 'redirect loop',
};

/** Faults that some clients wait out: each is met in a process of its own, so that nothing waits for it. */
export const slowFaults: ReadonlySet<FaultName> = new Set(['slow_body', 'hang']);

const declinesAreOfCards = 'only cards are declined';

/** What a fault cannot be for a vendor, and why. */
export const meaningless: Readonly<Record<VendorName, Partial<Readonly<Record<FaultName, string>>>>> = {
  stripe: {},
  sendgrid: { declined: declinesAreOfCards, in_flight: 'it knows no idempotency keys' },
  s3: { declined: declinesAreOfCards },
  smtp: {
    declined: declinesAreOfCards,
    in_flight: 'it knows no idempotency keys',
    limited_seconds: 'no reply says how long to wait',
    limited_date: 'no reply says how long to wait',
    limited_milliseconds: 'no reply says how long to wait',
    no_envelope: 'a reply is a number and a line, there is no envelope to miss',
    redirect_loop: 'SMTP knows no redirects',
  },
};

/** What a fault is called in SMTP, where it is not the same. */
export const smtpWords: Partial<Readonly<Record<FaultName, string>>> = {
  unauthorized: '535 to AUTH',
  missing: '550 5.1.1 to RCPT',
  limited: '451 4.7.28 to the final dot',
  server_error: '451 4.3.0 to the final dot',
  unavailable: '421 instead of a greeting',
  html_502: 'a web server’s page instead of a greeting',
  garbage: 'a last reply that is none',
  truncated: 'cut within the last reply',
  slow_body: 'half of the last reply, then silence',
  reset_before: 'cut at DATA, before the mail',
  reset_after: 'cut after the final dot',
  hang: 'silence after the final dot',
};

export type VendorName = 'stripe' | 'sendgrid' | 's3' | 'smtp';

/** The faults that a vendor can have, in order. */
export function faultsOf(vendor: VendorName): readonly FaultName[] {
  return names.filter((fault) => meaningless[vendor][fault] === undefined);
}

/** All names, in order. */
export const names: readonly FaultName[] = Object.keys(faults).filter(isFaultName);

/** Tells a fault's name from other texts. */
export function isFaultName(text: string): text is FaultName {
  return Object.hasOwn(faults, text);
}
