// Stripe on loopback, in a process of its own: takes requests as it is told to, and tells what it has seen.
import { fieldsOf } from '@patchbay/core/conformance';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { serve } from '@patchbay/testing/node';
import { credentials } from '../../subjects/input.ts';
import { isMood, moods } from './moods.ts';

const fake = stripeFake({ secretKey: credentials.stripe });
let quietMs = 0;
let underWay = 0;
let most = 0;
let first: ReturnType<typeof toAnswer> | undefined;

const server = await serve(async (request) => {
  underWay += 1;
  most = Math.max(most, underWay);
  if (quietMs > 0) await silence();
  underWay -= 1;
  const { body, headers } = await (first ??= toAnswer(request));
  return new Response(body, { headers: quietMs > 0 ? { ...headers, connection: 'close' } : headers });
});

/** All answers are the first one: its books would only cost time here, and nobody reads them. */
async function toAnswer(
  request: Request,
): Promise<{ readonly body: string; readonly headers: Readonly<Record<string, string>> }> {
  const response = await fake.handle(request);
  return { body: await response.text(), headers: Object.fromEntries(response.headers) };
}

const waiting: (() => void)[] = [];
let timer: NodeJS.Timeout | undefined;

/** Waits until no request has come for a while: those that came together are in flight together. */
function silence(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const goOn of waiting.splice(0)) goOn();
    }, quietMs);
  });
}

process.on('message', (message) => {
  const told = fieldsOf(message);
  if (isMood(told['mood'])) {
    server.reset();
    server.fault(...moods[told['mood']]);
    quietMs = Number(told['quietMs']);
    most = 0;
  }
  process.send?.({ requests: server.received.length, most, held: server.held });
});
process.on('disconnect', () => process.exit());
process.send?.({ url: server.url });
