import { assertEqual, CaseFailure } from '../assert.ts';
import { needsCredential, type Plan, type Planned } from '../plan.ts';
import { printedForms, secretForms } from '../printed.ts';
import type { Scene } from '../scene.ts';
import type { CaseRow } from '../suite.ts';
import type { RowGroup } from '../to-cases.ts';

/** Nothing that prints may hold a secret or what is private to somebody. */
export function redactionRows<S extends Scene>(plan: Plan<S>): readonly RowGroup<S>[] {
  return plan.all.map((planned) => ({
    group: 'redaction',
    operation: planned.operation,
    rows: {
      refused_call: refusedCall(plan, planned),
      ...(needsCredential(planned) && { refused_credential: refusedCredential(plan, planned) }),
      ...(!planned.recipe.accepts && { refused_by_provider: refusedByProvider(plan, planned) }),
      ...(planned.spec.personal && !planned.recipe.offline && { vendor_fault: vendorFault(plan, planned) }),
    },
  }));
}

function refusedCall<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'An error about the input shows neither secrets nor what is private.',
    parameters: { operation: planned.operation },
    async run(scene) {
      const [nonsense = true] = plan.source.personal;
      const misshapen = { ...planned.recipe.personal, nonsense };
      assertClean(plan, scene, await scene.failure(plan.callBlind(scene, planned, misshapen)));
    },
  };
}

function refusedByProvider<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'A refusal by the provider shows neither secrets nor what is private.',
    parameters: { operation: planned.operation },
    async run(scene) {
      const error = await scene.failure(plan.callBlind(scene, planned, plan.personal(scene, planned)));
      assertEqual(error.code, 'not_found', 'code of the refusal');
      assertClean(plan, scene, error);
    },
  };
}

function refusedCredential<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'An error about the credential does not show it.',
    parameters: { operation: planned.operation },
    needs: { account: true },
    start: { credential: 'wrong' },
    async run(scene) {
      const error = await scene.failure(plan.callBlind(scene, planned, plan.personal(scene, planned)));
      assertClean(plan, scene, error);
    },
  };
}

function vendorFault<S extends Scene>(plan: Plan<S>, planned: Planned<S>): CaseRow<S> {
  return {
    title: 'An error of the provider shows neither secrets nor what is private.',
    parameters: { operation: planned.operation },
    needs: { wire: true },
    start: { policy: { retry: false } },
    async run(scene) {
      const isUnread = planned.recipe.endings?.garbage === false; // garbage is then no error
      for (const fault of [
        { kind: 'vendor', error: 'server_error' },
        { kind: 'html', status: 502 },
        ...(isUnread ? [] : [{ kind: 'garbage' } as const]),
      ] as const) {
        scene.wire.fault(fault, { reads: true });
        const error = await scene.failure(plan.callBlind(scene, planned, plan.personal(scene, planned)));
        assertClean(plan, scene, error);
      }
    },
  };
}

/** Fails when a secret, or what is private, can be read anywhere in what an error prints. */
function assertClean<S extends Scene>({ source }: Plan<S>, { subject }: S, error: unknown): void {
  const forbidden = [
    ...subject.secrets.flatMap((secret) =>
      secretForms(secret).map((pattern) => ({ what: 'a configured secret', pattern })),
    ),
    ...source.personal.map((pattern) => ({ what: 'what is private', pattern })),
  ];
  for (const { place, text } of printedForms(error)) {
    const found = forbidden.find(({ pattern }) => text.includes(pattern));
    if (found !== undefined) throw new CaseFailure(`${place} of the error shows ${found.what}`);
  }
}
