/** What snippets of the documentation find around them: a web framework's application, a handler, an order. */
interface SnippetContext {
  readonly req: { readonly raw: Request };
  body(content: null, status: number): Response;
  notFound(): Response;
}

declare const app: Record<
  'all' | 'post',
  (path: string, handler: (context: SnippetContext) => unknown) => void
>;
declare const order: { readonly id: string };
declare const paymentId: string;
declare const subscriptionId: string;
declare function handle(event: unknown): Promise<void>;
