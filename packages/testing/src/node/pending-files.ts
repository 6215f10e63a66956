/**
 * Whether files are read, names looked up or things put off to the next turn of the loop.
 *
 * It is real work, for which a virtual clock must wait.
 *
 * @example
 * const clock = virtualClock({ busy: pendingFiles });
 */
export function pendingFiles(): boolean {
  // `FSReqPromise`, `CloseReq`, `GetAddrInfoReqWrap` and the like come back by themselves; sockets and timers, which
  // may wait for ever, have other names.
  return process.getActiveResourcesInfo().some((name) => name.includes('Req') || name === 'Immediate');
}
