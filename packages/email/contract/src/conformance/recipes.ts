import type { Recipe, Recipes } from '@patchbay/core/conformance';
import type { EmailApi } from '../api.ts';
import type { EmailTrait } from '../capabilities.ts';
import type { EmailScene } from './scene.ts';

/** What is private to a reader: none of it may appear in an error. */
export const personal = {
  email: 'ada.lovelace@private.example',
  name: 'Ada Augusta Lovelace',
  subject: 'Your result of the third of May',
  text: 'The doctor will tell you herself.',
} as const;

const withAdd = { operations: ['suppressions.add'] } as const;

/** Where the answer is nothing, what came instead of it is not looked at. */
const unread: NonNullable<Recipe<EmailScene>['endings']> = {
  garbage: false,
  other_shape: false,
  truncated: false,
  slow_body: false,
};

const hour = 3_600_000;

/** Every operation with the way to call it. */
export const recipes: Recipes<EmailApi, EmailScene, EmailTrait> = {
  send: {
    accepts: true,
    personal: {
      to: { email: personal.email, name: personal.name },
      subject: personal.subject,
      text: personal.text,
    },
    prepare: async (scene) => scene.message(),
    blind: (scene) => scene.message(),
  },
  reconcile: {
    accepts: true,
    operations: ['send'],
    async prepare(scene) {
      const key = scene.once();
      await scene.value(scene.email.send(scene.message(), key));
      return { operation: 'send', ...key, since: new Date(scene.clock.now() - hour) };
    },
    blind: (scene) => ({ operation: 'send', ...scene.once(), since: new Date(scene.clock.now() - hour) }),
  },
  'schedule.cancel': {
    silent: true,
    endings: unread,
    operations: ['send'],
    traits: ['schedule'],
    prepare: async (scene) => {
      const { id } = await scene.send({ sendAt: new Date(scene.clock.now() + hour) });
      return { id };
    },
    blind: ({ fixtures }) => ({ id: fixtures.unknownMessageId }),
  },
  'suppressions.list': {
    accepts: true,
    ...withAdd,
    prepare: async (scene) => scene.suppressed().then(() => ({ reason: 'unsubscribed' })),
    blind: () => ({ reason: 'unsubscribed' }),
  },
  'suppressions.get': {
    accepts: true,
    ...withAdd,
    personal: { email: personal.email },
    prepare: async (scene) => ({ email: await scene.suppressed() }),
    blind: (scene) => ({ email: scene.at('nobody') }),
  },
  'suppressions.add': {
    accepts: true,
    silent: true,
    endings: unread,
    personal: { email: personal.email },
    prepare: async (scene) => ({ email: scene.somebody() }),
    blind: (scene) => ({ email: scene.at('nobody') }),
  },
  'suppressions.remove': {
    accepts: true,
    silent: true,
    endings: unread,
    ...withAdd,
    personal: { email: personal.email },
    prepare: async (scene) => ({ email: await scene.suppressed() }),
    blind: (scene) => ({ email: scene.at('nobody') }),
  },
};
