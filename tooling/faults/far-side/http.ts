import { closedPort, type Fault, htmlPage, serve } from '@patchbay/testing/node';
import type { FaultName } from '../faults.ts';
import { type HttpVendor, openBooks } from './books.ts';
import { type FarSide, nowhere } from './far-side.ts';
import { refusals } from './refusals.ts';
import { listenUntrusted } from './untrusted.ts';

/** Starts a vendor that speaks HTTP. */
export async function openHttp(vendor: HttpVendor, fault: FaultName): Promise<FarSide> {
  const { fake, effects } = openBooks[vendor]();
  const server = await serve(fake);
  const planned = plannedOf(vendor, fault);
  if (planned !== undefined) server.fault({ ...planned, times: Number.POSITIVE_INFINITY });
  const untrusted = fault === 'untrusted' ? await listenUntrusted() : undefined;
  return {
    address: untrusted?.address('https') ?? (await addressOf(fault, server.url)),
    requests: () => server.received.length + (untrusted?.sessions() ?? 0),
    effects,
    async [Symbol.asyncDispose]() {
      await untrusted?.[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

async function addressOf(fault: FaultName, url: string): Promise<string> {
  if (fault === 'refused') return closedPort();
  return fault === 'unresolved' ? url.replace('127.0.0.1', nowhere) : url;
}

/** What the server does to every request; nothing where the fault is elsewhere. */
function plannedOf(vendor: HttpVendor, fault: FaultName): Fault | undefined {
  const { limited, ...others } = refusals[vendor];
  switch (fault) {
    case 'unauthorized':
    case 'missing':
    case 'in_flight':
    case 'server_error':
    case 'unavailable':
      return others[fault];
    case 'limited':
      return limited;
    case 'limited_seconds':
      return { ...limited, retryAfter: { form: 'seconds', delayMs: 1000 } };
    case 'limited_date':
      return { ...limited, retryAfter: { form: 'date', delayMs: 1000 } };
    case 'limited_milliseconds':
      return { ...limited, retryAfter: { form: 'milliseconds', delayMs: 300 } };
    case 'declined':
    case 'refused':
    case 'unresolved':
    case 'untrusted':
      return undefined;
    default:
      return plain[fault];
  }
}

/** Those that are the same for every vendor. */
const plain = {
  html_502: htmlPage(502),
  no_envelope: { kind: 'status', status: 404, body: '{"message":"No."}', contentType: 'application/json' },
  garbage: { kind: 'garbage' },
  truncated: { kind: 'truncate', afterBytes: 20 },
  slow_body: { kind: 'slowBody', afterBytes: 0 },
  reset_before: { kind: 'resetBefore' },
  reset_after: { kind: 'resetAfter' },
  hang: { kind: 'hang', commit: true },
  redirect_loop: { kind: 'redirectLoop' },
} as const satisfies Partial<Record<FaultName, Fault>>;
