/** Calls of one kind, all with one signal of their caller. */
export interface LeakSubject {
  readonly title: string;
  open(signal: AbortSignal): Promise<OpenedSubject>;
}

export interface OpenedSubject {
  /** Makes one call, with the caller's signal and with a deadline; what becomes of it does not matter. */
  call(options: { readonly signal: AbortSignal; readonly deadlineMs: number }): Promise<unknown>;
  close(): Promise<void>;
}
