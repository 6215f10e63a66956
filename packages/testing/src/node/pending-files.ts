/**
 * Whether files are read or names looked up right now: real work that a virtual clock must wait for.
 *
 * @example
 * const clock = virtualClock({ busy: pendingFiles });
 */
export function pendingFiles(): boolean {
  // `FSReqPromise`, `CloseReq`, `GetAddrInfoReqWrap` and the like come back by themselves; sockets and timers, which
  // may wait for ever, have other names.
  return process.getActiveResourcesInfo().some((name) => name.includes('Req'));
}
