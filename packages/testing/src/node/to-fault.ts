import type { VendorFault, WireFault } from '@patchbay/core/conformance';
import { type Fault, htmlPage } from './faults.ts';

/** A refusal in the vendor's own envelope. */
export interface VendorRefusal {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A fault that a server can plan: all but the one in which nobody listens. */
export type ServerFault = Exclude<WireFault, { readonly kind: 'refused' }>;

/** Those that are the same for every vendor. */
const plain = {
  garbage: { kind: 'garbage' },
  other_shape: { kind: 'wrongShape' },
  truncated: { kind: 'truncate', afterBytes: 20 },
  slow_body: { kind: 'slowBody', afterBytes: 20 },
  reset_before: { kind: 'resetBefore' },
  reset_after_commit: { kind: 'resetAfter' },
  hang: { kind: 'hang', commit: false },
  hang_after_commit: { kind: 'hang', commit: true },
} as const satisfies Record<Exclude<ServerFault['kind'], 'vendor' | 'html' | 'json_without_envelope'>, Fault>;

/**
 * What `serve` plans for a fault of a conformance suite. Only the vendor's own refusals differ between vendors.
 * @example
 * const body = { body: '{"error":{}}', contentType: 'application/json' };
 * server.fault(toFault(fault, (error) => ({ status: 429, ...body })));
 */
export function toFault(fault: ServerFault, refusalOf: (error: VendorFault) => VendorRefusal): Fault {
  switch (fault.kind) {
    case 'vendor': {
      const { error, retryAfter } = fault;
      const refusal = { kind: 'status', ...refusalOf(error) } as const;
      if (retryAfter === undefined || retryAfter.form === 'none') return refusal;
      return { ...refusal, retryAfter: { form: retryAfter.form, delayMs: retryAfter.ms } };
    }
    case 'html':
      return htmlPage(fault.status);
    case 'json_without_envelope':
      return {
        kind: 'status',
        status: fault.status,
        body: '{"message":"No."}',
        contentType: 'application/json',
      };
    default:
      return plain[fault.kind];
  }
}
