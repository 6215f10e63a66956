import { type Face, type FaceOrder, faceOf, faceOrders, requiredNames } from '../room-faces.ts';
import type { Rule, Violation } from '../rule.ts';

export const uniformity: Rule = {
  id: 'uniformity',
  says: 'A room exports the same required names in the same order in every adapter; npm run uniformity shows them.',
  *check({ packages }) {
    for (const adapter of packages.filter(({ kind }) => kind === 'adapter')) {
      for (const [room, order] of Object.entries(faceOrders)) {
        const face = faceOf(adapter, room);
        const difference = face && differenceIn(face, order, requiredNames(adapter, order, face));
        if (difference !== undefined) yield { path: face?.path ?? adapter.folder, ...difference };
      }
    }
  },
};

type Difference = Omit<Violation, 'path'>;

/** The first place where a room differs from the same room of the other adapters. */
function differenceIn(
  { exports }: Face,
  order: FaceOrder,
  required: readonly string[],
): Difference | undefined {
  const names = exports.map(({ name }) => name);
  const owed = order.last === undefined ? required : [...required, order.last];
  const missing = owed.find((name) => !names.includes(name));
  if (missing !== undefined) {
    const wrong = `The room does not export ${missing}.`;
    return { line: 1, wrong, fix: `In every adapter it exports ${owed.join(', ')}, in this order.` };
  }
  const led = exports.filter(
    ({ name, kind }) => order.leads === 'names' || kind === 'function' || required.includes(name),
  );
  const strayed = led.find(({ name }, index) => index < required.length && name !== required[index]);
  if (strayed !== undefined) {
    const wrong = `${strayed.name} stands where ${required[led.indexOf(strayed)]} belongs.`;
    return { line: strayed.line, wrong, fix: `Put it below ${required.join(', ')}.` };
  }
  const end = exports.at(-1);
  if (order.last !== undefined && end !== undefined && end.name !== order.last) {
    return { line: end.line, wrong: `${end.name} closes the room.`, fix: `Put ${order.last} below it.` };
  }
  return order.onlyFunctionsFollow === true ? strangeFollower(exports, required) : undefined;
}

function strangeFollower(exports: Face['exports'], required: readonly string[]): Difference | undefined {
  const end = exports.findLastIndex(({ name }) => required.includes(name));
  const strange = exports.slice(end + 1).find(({ kind }) => kind !== 'function');
  if (strange === undefined) return undefined;
  const wrong = `${strange.name} follows ${required.join(', ')} and is no function.`;
  return { line: strange.line, wrong, fix: 'Put types and data above the functions, or in another file.' };
}
