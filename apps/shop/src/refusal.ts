/** A request that the shop itself refuses, said so that anybody understands it. */
export class Refusal extends Error {
  readonly status: 400 | 403 | 404 | 409 | 413;
  readonly title: string;

  constructor(status: Refusal['status'], title: string, text: string) {
    super(text);
    this.status = status;
    this.title = title;
  }
}
