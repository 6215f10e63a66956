// A listener in a process of its own that accepts nobody: once the kernel's queue is full, connecting takes for ever.
import { createServer } from 'node:net';

const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  // From here on the process does nothing at all until it is killed, or has been forgotten.
  process.send?.({ url: `http://127.0.0.1:${port}` }, () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 180_000);
    process.exit();
  });
});
