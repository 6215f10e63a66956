import { assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** Pages that a provider serves from within the application. */
export const pageCases = cases('contract', 'pages', {
  foreign_requests: {
    title: 'A request for somebody else’s page is not answered.',
    async run(scene) {
      for (const url of ['https://elsewhere.example/', 'https://elsewhere.example/orders/7?a=b']) {
        assertEqual(await scene.value(scene.email.pages(new Request(url))), undefined, `answer to ${url}`);
      }
    },
  },
});
