import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { AuthScene } from '../scene.ts';
import { Visitor } from './visitor.ts';
import { Website } from './website.ts';

const browser = { traits: ['sign_in'] } as const;

/** People visit a website. */
export const visitScenarios = cases('scenarios', 'visits', {
  back_to_the_page_asked_for: {
    title: 'Who opens a page without a session signs in and lands on that page, and stays signed in.',
    needs: browser,
    async run(scene) {
      const { site, visitor } = open(scene);
      assertEqual(await visitor.read('/orders?open=1', 'ada'), '/orders?open=1 for account-1', 'the page');
      assertEqual(await visitor.read('/cart'), '/cart for account-1', 'the next page');
      assertEqual(site.sessions.size, 1, 'sessions');
    },
  },
  no_thanks: {
    title: 'Who says no at the provider is told so, and has no session; the next try signs in.',
    needs: browser,
    async run(scene) {
      const { site, visitor } = open(scene);
      const response = await visitor.visit('/orders', 'nobody');
      assertEqual([response.status, site.sessions.size], [403, 0], 'status, sessions');
      assertEqual(await visitor.read('/orders', 'bob'), '/orders for account-1', 'the page');
    },
  },
  two_tabs: {
    title: 'Two tabs of one browser sign in at the same time and both end where they began.',
    needs: browser,
    async run(scene) {
      const { visitor } = open(scene);
      const first = visitor.leadsTo(await visitor.visit('/cart'));
      const second = visitor.leadsTo(await visitor.visit('/wishes'));
      const pages: string[] = [];
      for (const url of [second, first])
        pages.push(
          new URL(visitor.leadsTo(await visitor.send(await visitor.atProvider(url, 'ada')))).pathname,
        );
      assertEqual(pages, ['/wishes', '/cart'], 'where both tabs end');
    },
  },
  link_of_a_stranger: {
    title: 'Who opens the callback of a stranger is not signed in as the stranger.',
    needs: browser,
    async run(scene) {
      const { site, visitor: stranger } = open(scene);
      const victim = new Visitor(scene, site);
      const url = stranger.leadsTo(await stranger.visit('/orders'));
      const trap = await stranger.atProvider(url, 'bob');
      const response = await victim.send(trap);
      assertEqual([response.status, site.sessions.size], [401, 0], 'status, sessions');
    },
  },
  way_to_another_site: {
    title:
      'A link that would lead to another site after the sign-in is refused before anybody goes anywhere.',
    needs: browser,
    async run(scene) {
      const { visitor } = open(scene);
      const response = await visitor.visit('/sign-in?returnTo=https://evil.example/', 'ada');
      assertEqual(response.status, 400, 'status');
    },
  },
  step_up: {
    title: 'The vault opens to who proved themselves within five minutes, and asks again later.',
    needs: browser,
    async run(scene) {
      const { visitor } = open(scene);
      await visitor.visit('/orders', 'ada');
      const asked = new URL(visitor.leadsTo(await visitor.visit('/vault')));
      assertEqual(asked.searchParams.get('max_age'), '300', 'longest age that is asked for');
      assertEqual(await visitor.read('/vault', 'ada'), 'Gold.', 'the vault');
      assertEqual(await visitor.read('/vault'), 'Gold.', 'the vault, a moment later');
      await scene.clock.advance(6 * 60_000);
      const again = await visitor.visit('/vault');
      assertEqual(again.status, 303, 'status after six minutes');
    },
  },
  many_servers: {
    title: 'Behind a load balancer a sign-in begins on one server and ends on another.',
    needs: browser,
    async run(scene) {
      const { site, visitor } = open(scene);
      const other = new Website(await scene.subject.another(), optionsOf(scene));
      const location = visitor.leadsTo(await visitor.visit('/cart'));
      visitor.turnTo(other);
      const landed = await visitor.send(await visitor.atProvider(location, 'ada'));
      assertEqual(new URL(visitor.leadsTo(landed)).pathname, '/cart', 'where the person lands');
      assertEqual([site.sessions.size, other.sessions.size], [0, 1], 'sessions on both servers');
    },
  },
  way_out: {
    title: 'Who signs out is out here, and goes on to the provider’s own way out where there is one.',
    needs: browser,
    async run(scene) {
      const { site, visitor } = open(scene);
      await visitor.visit('/orders', 'ada');
      const location = visitor.leadsTo(await visitor.send(visitor.request('/sign-out')));
      assertEqual(site.sessions.size, 0, 'sessions');
      const { end_session_endpoint: exit } = await scene.value(scene.auth.flow.discover());
      const hasExit = scene.capabilities.traits.sign_out && exit !== undefined;
      const expected = hasExit ? exit : visitor.request('/').url;
      assertEqual(location.split('?')[0], expected.split('?')[0], 'where it leads');
      assertEqual((await visitor.visit('/orders')).status, 303, 'status of the next page');
    },
  },
  out_everywhere: {
    title: 'Who lost a phone signs out everywhere: no device refreshes any more, and other people stay.',
    needs: { ...browser, operations: ['flow.refresh', 'flow.revoke'] },
    async run(scene) {
      const { site, visitor: phone } = open(scene);
      const [laptop, other] = [new Visitor(scene, site), new Visitor(scene, site)];
      await phone.visit('/orders', 'ada');
      await laptop.visit('/orders', 'ada');
      await other.visit('/orders', 'bob');
      const hers = [...site.sessions.values()].filter(({ accountId }) => accountId === 'account-1');
      await scene.value(site.signOutEverywhere('account-1'));
      for (const session of hers)
        assertEqual(await scene.value(site.refresh(session)), undefined, 'tokens of a device that is out');
      assertEqual(await other.read('/orders'), '/orders for account-2', 'the page of somebody else');
    },
  },
  told_by_the_provider: {
    title: 'When the provider says that a person’s sessions are over they end here too, and nobody else’s.',
    needs: { traits: ['sign_in', 'sign_out.back_channel'] },
    async run(scene) {
      const { site, visitor } = open(scene);
      const other = new Visitor(scene, site);
      await visitor.visit('/orders', 'ada');
      await other.visit('/orders', 'bob');
      const { logoutOf } = scene.subject;
      assert(logoutOf !== undefined, 'a harness of a provider with back-channel logout can make one');
      const { headers, body } = await scene.value(logoutOf.call(scene.subject, 'ada'));
      const url = new URL('/back-channel', scene.fixtures.redirectUri);
      const told = new Request(url, { method: 'POST', headers, body: new Uint8Array(body) });
      assertEqual((await scene.value(site.handle(told))).status, 200, 'status');
      assertEqual((await visitor.visit('/orders')).status, 303, 'status of Ada’s next page');
      assertEqual(await other.read('/orders'), '/orders for account-2', 'Bob’s page');
    },
  },
  many_tabs_refresh: {
    title: 'Thirty tabs of one session find the tokens old at once: one request, and all go on.',
    needs: { ...browser, operations: ['flow.refresh'] },
    async run(scene) {
      const { site, visitor } = open(scene);
      await visitor.visit('/orders', 'ada');
      const [session] = site.sessions.values();
      assert(session !== undefined, 'there is a session');
      const before = await scene.subject.issued();
      const tabs = Array.from({ length: 30 }, () => site.refresh(session));
      const tokens = await scene.value(Promise.all(tabs));
      assertEqual(new Set(tokens.map((set) => set?.accessToken.reveal())).size, 1, 'different tokens');
      assertEqual((await scene.subject.issued()).access - before.access, 1, 'tokens that were issued');
      assert((await scene.value(site.refresh(session))) !== undefined, 'the session goes on');
    },
  },
});

/** A website that has just opened, and somebody in front of it. */
export function open(scene: AuthScene): { readonly site: Website; readonly visitor: Visitor } {
  const site = new Website(scene.auth, optionsOf(scene));
  return { site, visitor: new Visitor(scene, site) };
}

function optionsOf({ auth, clock, fixtures }: AuthScene): ConstructorParameters<typeof Website>[1] {
  const scopes = auth.supports('flow.refresh') ? fixtures.refreshScopes : ['openid', 'email', 'profile'];
  return { now: () => clock.now(), redirectUri: fixtures.redirectUri, scopes };
}
