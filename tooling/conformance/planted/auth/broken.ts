import type { AuthCapabilities } from '@patchbay/auth';
import type { AuthSubject } from '@patchbay/auth/conformance';
import { type ErrorDetails, IntegrationError } from '@patchbay/core';
import { fieldsOf } from '@patchbay/core/conformance';
import {
  type BrokenDriver,
  type Defect,
  type FacadeDefect,
  type Harmless,
  type Method,
  replace,
} from '../broken.ts';

export type AuthDriver = BrokenDriver<AuthSubject, AuthCapabilities>;
export type AuthDefect = Defect<AuthSubject, AuthCapabilities>;
export type AuthHarmless = Harmless<AuthSubject, AuthCapabilities>;

/** A defect with its names, on one of the adapters. */
export const driverOn =
  (on: 'oidc' | 'local') =>
  (id: string, what: string, caughtBy: string, defect: AuthDefect): AuthDriver => ({
    id,
    what,
    caughtBy,
    on,
    defect,
  });

/** One operation, or method, is another. */
export function instead(
  operation: string,
  make: (original: Method, now: () => number) => Method,
): FacadeDefect {
  return {
    facade: (auth, { clock }) => replace(auth, operation, (original) => make(original, () => clock.now())),
  };
}

/** The input of an operation is another one. */
export function inputs(operation: string, change: (input: Input) => unknown): FacadeDefect {
  return instead(
    operation,
    (original) =>
      (input, ...rest) =>
        original(change(toInput(input)), ...rest),
  );
}

/** A field of the input is dropped. */
export function drops(operation: string, field: string): FacadeDefect {
  return inputs(operation, ({ [field]: _dropped, ...input }) => input);
}

/** The options of a call are others. */
export function options(operation: string, change: (options: Input) => unknown): FacadeDefect {
  return instead(operation, (original) => (input, given) => original(input, change(fieldsOf(given))));
}

export type Input = Readonly<Record<string, unknown>>;

/** The input as an object, also where it is the bare id. */
function toInput(input: unknown): Input {
  return typeof input === 'string' ? { id: input } : { ...fieldsOf(input) };
}

/** A refusal for one reason is none. */
export function forgives(operation: string, reason: string): FacadeDefect {
  return instead(operation, (original) => async (...given) => {
    try {
      return await original(...given);
    } catch (error) {
      if (IntegrationError.is(error) && error.reason === reason) return {};
      throw error;
    }
  });
}

export function unauthenticated(reason: string): IntegrationError {
  return new IntegrationError({
    code: 'unauthenticated',
    reason,
    outcome: 'not_applied',
    message: 'It is refused.',
  });
}

/** An error with some details changed. */
export function rewritten(changes: Partial<ErrorDetails>): (error: unknown) => unknown {
  return (error) =>
    IntegrationError.is(error) ? new IntegrationError({ ...error.toJSON(), ...changes }) : error;
}
