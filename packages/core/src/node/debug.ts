import type { AttemptRecord } from '../call.ts';
import { IntegrationError } from '../error.ts';
import type { Interceptor, OperationInfo } from '../integration.ts';
import { redact } from '../redaction.ts';

/** What is told, and to whom. */
export interface DebugOptions {
  /** In the form of `DEBUG`: `integration:*`, or `integration:payments:*,-integration:payments:sandbox`. */
  readonly namespaces: string;
  /** Is given each line, without its end. Default: standard error, with the time before it. */
  readonly write?: (line: string) => void;
}

/**
 * Tells of every call and attempt in one line, under `integration:<category>:<provider>`. It shows names, codes, times
 * and the vendor's request ids: no input, no result, no message, no secret. `connect` installs it where `DEBUG` asks.
 *
 * @example
 * const interceptors = [debugInterceptor({ namespaces: process.env.DEBUG ?? '' })];
 * const payments = stripePayments({ secretKey }, { interceptors });
 */
export function debugInterceptor({ namespaces, write = toStandardError }: DebugOptions): Interceptor {
  const tell = (operation: OperationInfo, facts: Facts): void => write(redact(lineOf(operation, facts)));
  return {
    async around(operation, next) {
      if (!isDebugged(namespaces, operation)) return next();
      const startedAt = performance.now();
      let end: Facts = { code: 'ok' };
      try {
        return await next();
      } catch (error) {
        end = endOf(error);
        throw error;
      } finally {
        const ms = Math.round(performance.now() - startedAt);
        tell(operation, { attempts: operation.attempts.length, ...end, ms });
      }
    },
    async attempt({ operation, step, number }, next) {
      const record = await next();
      if (isDebugged(namespaces, operation)) tell(operation, { attempt: number, step, ...factsOf(record) });
      return record;
    },
  };
}

/** Whether the lines of an instance are asked for. */
export function isDebugged(
  namespaces: string,
  { category, provider }: Pick<OperationInfo, 'category' | 'provider'>,
): boolean {
  const name = `integration:${category}:${provider}`;
  const patterns = namespaces.split(/[\s,]+/).filter((pattern) => pattern !== '');
  const isExcluded = patterns.some((pattern) => pattern.startsWith('-') && matches(pattern.slice(1), name));
  return !isExcluded && patterns.some((pattern) => matches(pattern, name));
}

function matches(pattern: string, name: string): boolean {
  const literals = pattern.split('*').map((text) => text.replaceAll(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${literals.join('.*')}$`).test(name);
}

type Facts = Readonly<Record<string, string | number | undefined>>;

function lineOf({ category, provider, integration, operation }: OperationInfo, facts: Facts): string {
  const instance = integration === category ? undefined : integration;
  const told = Object.entries({ instance, ...facts }).filter(([, value]) => value !== undefined);
  const fields = told.map(([name, value]) => `${name}=${value}`);
  return [`integration:${category}:${provider}`, operation, ...fields].join(' ');
}

function factsOf({ status, code, outcome, requestId, durationMs, waitedMs }: AttemptRecord): Facts {
  const waited = waitedMs === 0 ? undefined : Math.round(waitedMs);
  return { status, code: code ?? 'ok', outcome, request: requestId, ms: Math.round(durationMs), waited };
}

/** How a call failed. What an application's own interceptor throws may say anything: it is not shown. */
function endOf(failure: unknown): Facts {
  if (!IntegrationError.is(failure)) return { code: 'not_ours' };
  const { code, reason, outcome } = failure;
  return { code, reason, outcome };
}

function toStandardError(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}
