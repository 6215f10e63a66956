import type { Effect } from './effects.ts';
import type { Sent } from './sender.ts';

/** What was found wrong, one sentence each; empty when all is well. */
export function judge(sent: readonly Sent[], effects: readonly Effect[]): readonly string[] {
  return [...answersOf(sent), ...effectsOf(sent, effects), ...turnsOf(effects), ...orderOf(sent, effects)];
}

function answersOf(sent: readonly Sent[]): readonly string[] {
  const wrong = sent.filter(({ delivery: { kind }, status }) =>
    kind === 'genuine' ? status !== 200 : status < 400 || status >= 500,
  );
  return tell(
    wrong,
    ({ delivery, status }) => `${delivery.kind} ${delivery.eventId} was answered with ${status}`,
  );
}

/** Every genuine event once, and nothing else. */
function effectsOf(sent: readonly Sent[], effects: readonly Effect[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { event } of effects) counts.set(event, (counts.get(event) ?? 0) + 1);
  const genuine = new Set(
    sent.flatMap(({ delivery }) => (delivery.kind === 'genuine' ? [delivery.eventId] : [])),
  );
  const missing = [...genuine].filter((event) => !counts.has(event));
  const repeated = [...counts].filter(([, count]) => count > 1);
  const foreign = [...counts.keys()].filter((event) => !genuine.has(event));
  return [
    ...tell(missing, (event) => `${event} had no effect`),
    ...tell(repeated, ([event, count]) => `${event} had ${count} effects`),
    ...tell(foreign, (event) => `${event} had an effect, and is not genuine`),
  ];
}

/** No two effects of one object at the same time. */
function turnsOf(effects: readonly Effect[]): readonly string[] {
  const wrong = [...byObject(effects).values()].flatMap((ofOne) => {
    const inTime = ofOne.toSorted((one, other) => one.began - other.began);
    return inTime.filter((effect, index) => effect.began < (inTime[index - 1]?.ended ?? 0));
  });
  return tell(wrong, ({ event, object }) => `${event} began while another of ${object} was under way`);
}

/** An event that was accepted before another of its object was sent has its effect before that. */
function orderOf(sent: readonly Sent[], effects: readonly Effect[]): readonly string[] {
  const firstSent = new Map<string, number>();
  const firstAccepted = new Map<string, number>();
  for (const { delivery, status, dueAt, endedAt } of sent) {
    const { eventId } = delivery;
    firstSent.set(eventId, Math.min(dueAt, firstSent.get(eventId) ?? Infinity));
    if (status === 200) firstAccepted.set(eventId, Math.min(endedAt, firstAccepted.get(eventId) ?? Infinity));
  }
  const wrong = [...byObject(effects).values()].flatMap((ofOne) =>
    ofOne
      .toSorted((one, other) => one.began - other.began)
      .flatMap((effect, index, inTime) =>
        inTime
          .slice(0, index)
          .filter(
            (earlier) => (firstAccepted.get(effect.event) ?? Infinity) < (firstSent.get(earlier.event) ?? 0),
          )
          .map((earlier) => [earlier.event, effect.event] as const),
      ),
  );
  return tell(
    wrong,
    ([earlier, later]) => `${earlier} had its effect before ${later}, which was accepted before it was sent`,
  );
}

function byObject(effects: readonly Effect[]): ReadonlyMap<string, readonly Effect[]> {
  const groups = new Map<string, Effect[]>();
  for (const effect of effects) groups.set(effect.object, [...(groups.get(effect.object) ?? []), effect]);
  return groups;
}

const mostTold = 3;

function tell<T>(wrong: readonly T[], sentence: (one: T) => string): readonly string[] {
  const more = wrong.length > mostTold ? [`… and ${wrong.length - mostTold} more of the kind`] : [];
  return [...wrong.slice(0, mostTold).map(sentence), ...more];
}
