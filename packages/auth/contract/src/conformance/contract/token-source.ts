import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** Tokens of the application that are kept. */
export const tokenSourceCases = cases('contract', 'tokens.source', {
  one_for_all: {
    title: 'All who ask get one token, which the API takes; one that is refused is given to nobody any more.',
    needs: { operations: ['flow.clientCredentials'] },
    async run(scene) {
      const { audience, scope } = scene.fixtures.api;
      const source = scene.auth.tokens.source({ scopes: [scope], audience });
      const tokens = await scene.value(Promise.all([1, 2, 3, 4].map(() => source.token())));
      const [first = '', ...others] = [...new Set(tokens)];
      assertEqual(others, [], 'further tokens');
      await scene.value(scene.auth.tokens.verify(first, { audience, scopes: [scope] }));
      await scene.value(source.invalidate(first));
      assert((await scene.value(source.token())) !== first, 'another token after the first was refused');
    },
  },
  one_request: {
    title: 'All who ask make one request.',
    needs: { wire: true, operations: ['flow.clientCredentials'] },
    async run(scene) {
      await scene.value(scene.auth.flow.clientCredentials());
      const source = scene.auth.tokens.source();
      const requests = scene.recordRequests();
      await scene.value(Promise.all([1, 2, 3, 4].map(() => source.token())));
      await scene.value(source.token());
      assertEqual(requests().length, 1, 'requests');
    },
  },
});
