import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Lease } from '../../leases.ts';
import { builtOn, cases } from '../define.ts';
import type { AnyState } from '../harness.ts';
import type { StateScene } from '../scene.ts';

const needs = { operations: builtOn.leases } as const;

async function take(
  scene: StateScene,
  name = 'report',
  state: AnyState = scene.state,
  ttlMs: number = scene.longMs,
): Promise<Lease | undefined> {
  return scene.value(state.leases.acquire({ name, ttlMs }));
}

async function held(scene: StateScene, name?: string, state?: AnyState, ttlMs?: number): Promise<Lease> {
  const lease = await take(scene, name, state, ttlMs);
  assert(lease !== undefined, 'nobody has the lease, so it is given');
  return lease;
}

/** For a short time, of which the end is waited for. */
function heldShortly(scene: StateScene, state?: AnyState): Promise<Lease> {
  return held(scene, 'report', state, scene.lifeMs);
}

/** Leases that are taken, renewed and let go of. */
export const leaseCases = cases('contract', 'leases.acquire', {
  one_holder: {
    title: 'While one has a lease nobody else gets it, through no facade.',
    needs,
    async run(scene) {
      const lease = await held(scene);
      assertEqual(lease.name, 'report', 'name');
      assertEqual(
        [await take(scene), await take(scene, 'report', await scene.subject.another())],
        [undefined, undefined],
        'further leases',
      );
      await held(scene, 'Report');
      await held(scene, 'report ');
    },
  },
  let_go_of: {
    title: 'A lease that was let go of is free at once; to let go twice is harmless.',
    needs,
    async run(scene) {
      const lease = await held(scene);
      assertEqual(await scene.value(lease.release()), true, 'whether it was held');
      assertEqual(await scene.value(lease.release()), false, 'whether it was held still');
      await held(scene, 'report', await scene.subject.another());
    },
  },
  ends_by_itself: {
    title: 'A lease is free from the millisecond on at which its time ends.',
    needs,
    async run(scene) {
      await heldShortly(scene);
      await scene.untilJustBefore();
      assertEqual(await take(scene), undefined, 'a lease just before the end');
      await scene.untilTheEnd();
      await held(scene);
    },
  },
  renewed: {
    title: 'A lease that is renewed lasts its time again from then on.',
    needs,
    async run(scene) {
      const lease = await heldShortly(scene);
      await scene.untilJustBefore();
      assertEqual(await scene.value(lease.renew()), true, 'whether it was renewed');
      await scene.untilJustBefore();
      assertEqual(await take(scene), undefined, 'a lease before the renewed one ends');
      await scene.untilTheEnd();
      await held(scene);
    },
  },
  renewed_too_late: {
    title: 'A lease that has ended cannot be renewed, be it free or another’s.',
    needs,
    async run(scene) {
      const lease = await heldShortly(scene);
      await scene.pass();
      assertEqual(await scene.value(lease.renew()), false, 'whether a free one was renewed');
      const next = await held(scene, 'report', await scene.subject.another());
      assertEqual(await scene.value(lease.renew()), false, 'whether another’s was renewed');
      assertEqual(await scene.value(next.renew()), true, 'whether the other’s is still held');
    },
  },
  stranger_lets_go: {
    title: 'Whoever held a lease before does not end the one of whoever has it now.',
    needs,
    async run(scene) {
      const lease = await heldShortly(scene);
      await scene.pass();
      const next = await held(scene, 'report', await scene.subject.another());
      assertEqual(await scene.value(lease.release()), false, 'whether the old lease was held');
      assertEqual(await take(scene), undefined, 'a third lease');
      assertEqual(await scene.value(next.release()), true, 'whether the new lease was held');
    },
  },
  numbers_grow: {
    title:
      'Each holder has a higher number than all before, after a release and after the end, over all facades.',
    needs,
    async run(scene) {
      const other = await scene.subject.another();
      const fences: number[] = [];
      for (let round = 0; round < 6; round += 1) {
        const lease = await heldShortly(scene, round % 2 === 0 ? scene.state : other);
        fences.push(lease.fence);
        if (round % 3 === 0) await scene.pass();
        else await scene.value(lease.release());
      }
      const grows = fences.every((fence, index) => index === 0 || fence > (fences[index - 1] ?? 0));
      assert(grows && fences.every(Number.isSafeInteger), `numbers that grow, found ${String(fences)}`);
    },
  },
  tokens_differ: {
    title: 'Each holder has a token of its own, which cannot be guessed.',
    needs,
    async run(scene) {
      const tokens = new Set<string>();
      for (let round = 0; round < 5; round += 1) {
        const lease = await held(scene, `report-${round}`);
        assert(lease.token.length >= 32, `a token of at least 32 characters, found ${lease.token.length}`);
        tokens.add(lease.token);
      }
      assertEqual(tokens.size, 5, 'tokens');
    },
  },
  leaves_nothing: {
    title: 'What leases leave in the store does not grow with them.',
    needs,
    async run(scene) {
      const lease = await held(scene, 'first');
      await scene.value(lease.release());
      const before = (await scene.subject.keys()).length;
      for (let round = 0; round < 5; round += 1) {
        const next = await held(scene, `lease-${round}`);
        await scene.value(next.release());
      }
      assertEqual((await scene.subject.keys()).length, before, 'keys on the far side');
    },
  },
});
