import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { open } from './visits.ts';

const remote = { traits: ['sign_in'], wire: true } as const;
const down = { kind: 'vendor', error: 'unavailable' } as const;

/** The provider is away. */
export const outageScenarios = cases('scenarios', 'outages', {
  in_the_middle: {
    title: 'The provider fails in the middle of a sign-in: a page asks to try again, and that works.',
    needs: remote,
    start: { policy: { retry: false } },
    async run(scene) {
      const { site, visitor } = open(scene);
      const url = visitor.leadsTo(await visitor.visit('/orders'));
      const callback = await visitor.atProvider(url, 'ada');
      scene.wire.fault(down);
      const response = await visitor.send(callback);
      assertEqual([response.status, site.sessions.size], [503, 0], 'status, sessions');
      assertEqual(await response.text(), 'Please try again in a moment.', 'what the person reads');
      assertEqual(await visitor.read('/orders', 'ada'), '/orders for account-1', 'the next try');
    },
  },
  short_trouble: {
    title: 'A short trouble with the connection is nothing that a person notices.',
    needs: remote,
    async run(scene) {
      const { visitor } = open(scene);
      const url = visitor.leadsTo(await visitor.visit('/orders'));
      const callback = await visitor.atProvider(url, 'ada');
      scene.wire.fault({ kind: 'refused' }, { times: 1 });
      scene.wire.fault({ kind: 'html', status: 502 }, { times: 1, reads: true });
      const response = await visitor.send(callback);
      assertEqual(new URL(visitor.leadsTo(response)).pathname, '/orders', 'where the person lands');
    },
  },
  signed_in_people_notice_nothing: {
    title: 'Who is signed in notices nothing of an outage: the website’s own sessions go on.',
    needs: remote,
    async run(scene) {
      const { visitor } = open(scene);
      await visitor.visit('/orders', 'ada');
      scene.wire.fault(down, { times: 999, reads: true });
      await scene.clock.advance(30 * 60_000);
      assertEqual(
        await (await visitor.send(visitor.request('/orders'))).text(),
        '/orders for account-1',
        'page',
      );
    },
  },
  refresh_fails: {
    title: 'A refresh that fails in an outage ends no session: the next one, after it, goes on.',
    needs: { ...remote, operations: ['flow.refresh'] },
    async run(scene) {
      const { site, visitor } = open(scene);
      await visitor.visit('/orders', 'ada');
      const [session] = site.sessions.values();
      assert(session !== undefined, 'there is a session');
      scene.wire.fault({ kind: 'refused' }, { times: 3 });
      assertEqual((await scene.failure(site.refresh(session))).code, 'network', 'code');
      assertEqual(site.sessions.size, 1, 'sessions');
      const tokens = await scene.value(site.refresh(session));
      assertEqual(tokens?.subject, scene.fixtures.people.ada.subject, 'whose tokens');
    },
  },
});
