/** BullMQ keeps a job under its id, beside keys such as `wait`, and allows no colon in it. */
const idMark = 'j.';

/** The id of a job at BullMQ: readable, and never the name of something else. */
export function toEngineId(id: string): string {
  return idMark + encodeURIComponent(id);
}

/** Our id, of one at BullMQ. */
export function fromEngineId(engineId: string): string {
  return decodeURIComponent(engineId.slice(idMark.length));
}

/** BullMQ’s name of a job carries its ordering key: the scripts read it there. */
export function toEngineName(orderingKey: string | undefined): string {
  return orderingKey === undefined ? 'job' : `job:${orderingKey}`;
}

/** The ordering key, of a name at BullMQ, as what a job has of it. */
export function fromEngineName(name: string): { readonly orderingKey?: string } {
  return name.startsWith('job:') ? { orderingKey: name.slice(4) } : {};
}

/** BullMQ takes the token `0` for a key to every lock: a caller’s never is that. */
export function toEngineToken(token: string): string {
  return `t${token}`;
}
