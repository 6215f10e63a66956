import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Identity } from '../../index.ts';
import { cases } from '../define.ts';
import { type Accounts, accountFor } from './accounts.ts';
import { Visitor } from './visitor.ts';
import { open } from './visits.ts';

const browser = { traits: ['sign_in'] } as const;

/** Who is who: accounts and the identities that open them. */
export const peopleScenarios = cases('scenarios', 'accounts', {
  first_and_second_visit: {
    title: 'The first visit makes an account, the second one, from another device, finds it.',
    needs: browser,
    async run(scene) {
      const { site, visitor } = open(scene);
      await visitor.visit('/orders', 'ada');
      assertEqual(
        await new Visitor(scene, site).read('/cart', 'ada'),
        '/cart for account-1',
        'the second visit',
      );
      assertEqual(
        await new Visitor(scene, site).read('/cart', 'bob'),
        '/cart for account-2',
        'of somebody else',
      );
      assertEqual(site.accounts.length, 2, 'accounts');
    },
  },
  unverified_address: {
    title: 'An address that nobody verified opens no account that has it: whoever comes has to prove it.',
    needs: browser,
    async run(scene) {
      const { site, visitor } = open(scene);
      const { email } = scene.fixtures.people.bob;
      site.accounts.push({ id: 'old-customer', email, emailVerified: true, identities: [] });
      const response = await visitor.visit('/orders', 'bob');
      assertEqual([response.status, site.sessions.size], [409, 0], 'status, sessions');
      assertEqual(site.accounts[0]?.identities, [], 'identities of the old customer');
    },
  },
  same_address_in_capitals: {
    title: 'An address in other letters is the same address: no second account comes of it.',
    needs: browser,
    async run(scene) {
      const { site, visitor } = open(scene);
      const email = scene.fixtures.people.bob.email.toUpperCase();
      site.accounts.push({ id: 'old-customer', email, emailVerified: true, identities: [] });
      assertEqual((await visitor.visit('/orders', 'bob')).status, 409, 'status');
      assertEqual(site.accounts.length, 1, 'accounts');
    },
  },
  only_the_mailbox_proves: {
    title: 'A verified address links an account only where whoever vouches for it runs the mailbox.',
    needs: browser,
    async run(scene) {
      const { identity } = await scene.signIn('ada', { scopes: ['openid', 'email'] });
      const { email } = identity;
      assert(email?.verified === true, 'Ada’s address is verified');
      const customers = (): Accounts => [
        { id: 'old-customer', email: email.address, emailVerified: true, identities: [] },
      ];
      const vouched = (authority: typeof email.authority): Identity => ({
        ...identity,
        email: { ...email, authority },
      });
      const ends = (['mailbox_provider', 'issuer_verified', 'issuer_asserted'] as const).map(
        (authority) => accountFor(customers(), vouched(authority))?.id,
      );
      assertEqual(ends, ['old-customer', undefined, undefined], 'whose account is opened');
    },
  },
  second_identity: {
    title: 'Who is signed in adds a second identity, and both open the same account from then on.',
    needs: browser,
    async run(scene) {
      const { site, visitor } = open(scene);
      await visitor.visit('/account', 'ada');
      assertEqual(await visitor.read('/link', 'bob'), '/account for account-1', 'the page after linking');
      assertEqual(
        await new Visitor(scene, site).read('/cart', 'bob'),
        '/cart for account-1',
        'as the second',
      );
      assertEqual(site.accounts.length, 1, 'accounts');
    },
  },
  identity_of_another_account: {
    title: 'An identity that opens one account is not added to another.',
    needs: browser,
    async run(scene) {
      const { site, visitor } = open(scene);
      await new Visitor(scene, site).visit('/account', 'bob');
      await visitor.visit('/account', 'ada');
      assertEqual((await visitor.visit('/link', 'bob')).status, 409, 'status');
      assertEqual(await new Visitor(scene, site).read('/cart', 'bob'), '/cart for account-1', 'Bob’s page');
    },
  },
  moved_to_another_address: {
    title: 'Who moves to another e-mail address keeps their account: the identity counts, not the address.',
    needs: { ...browser, operations: ['users.update'] },
    async run(scene) {
      const { site, visitor } = open(scene);
      await visitor.visit('/orders', 'ada');
      const id = scene.fixtures.people.ada.subject;
      await scene.value(scene.auth.users.update({ id, email: 'ada.king@people.example' }));
      assertEqual(
        await new Visitor(scene, site).read('/cart', 'ada'),
        '/cart for account-1',
        'the next visit',
      );
      assertEqual(site.accounts.length, 1, 'accounts');
    },
  },
  address_passed_on: {
    title: 'Whoever gets the address of somebody who left does not get their account.',
    needs: { ...browser, operations: ['users.create', 'users.delete'] },
    async run(scene) {
      const { site, visitor } = open(scene);
      const email = 'office@people.example';
      const first = await scene.create({ email, emailVerified: true });
      await visitor.visit('/orders', { subject: first.id });
      await scene.value(scene.auth.users.delete(first.id));
      const second = await scene.create({ email, emailVerified: true });
      const response = await new Visitor(scene, site).visit('/orders', { subject: second.id });
      assertEqual(
        (await response.text()).includes('account-1'),
        false,
        'whether it is the predecessor’s page',
      );
      assertEqual(site.accounts[0]?.identities.length, 1, 'identities of the predecessor’s account');
    },
  },
});
