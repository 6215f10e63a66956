/**
 * The same response, and `finish` runs once when nothing more of it is to come: it has no body, or its body was
 * read to the end, cancelled, or broke.
 */
export function watchedResponse(response: Response, finish: () => void): Response {
  const { body } = response;
  // A response with status 0 (opaque, error) cannot be rebuilt, and has no body to watch.
  if (!body || response.status === 0) {
    finish();
    return response;
  }
  return rebuild(response, new Response(watchStream(body, finish), response));
}

function watchStream(source: ReadableStream<Uint8Array>, finish: () => void): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        // An abort breaks the body also while nobody reads it.
        reader.closed.then(finish, (error: unknown) => {
          finish();
          controller.error(error);
        });
      },
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        finish();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

// `new Response()` cannot be told where it came from.
function rebuild(original: Response, copy: Response): Response {
  const { url, redirected, type } = original;
  const clone = copy.clone.bind(copy);
  return Object.defineProperties(copy, {
    url: { value: url },
    redirected: { value: redirected },
    type: { value: type },
    clone: { value: () => rebuild(original, clone()) },
  });
}
