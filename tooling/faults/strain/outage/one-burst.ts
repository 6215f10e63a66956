import { count } from '../report.ts';
import { openStripe } from '../stripe.ts';
import { burst, describeEndings, describeTime } from './burst.ts';
import { judgeEndings, judgeHeap, judgeRequests } from './judge.ts';
import { aroundHeap, type Found, heapFigure, type Outage, turn, warmUp } from './scene.ts';

/** All calls at once, none of which the vendor answers well. */
export async function oneBurst(outage: Outage): Promise<Found> {
  const { configuration, vendor, calls } = outage;
  const { policy } = configuration;
  await warmUp(outage, [outage.mood]);
  const payments = await openStripe(vendor.url, { policy });
  await turn(outage, outage.mood);
  const { result, heap } = await aroundHeap(() => burst(payments, calls));
  const { requests, most } = await vendor.seen();
  await payments.close();
  return {
    figures: [
      [
        'requests on the wire',
        `${count(requests)}, ${(requests / calls).toFixed(3)} × calls${boundOf(configuration)}`,
      ],
      ['at the vendor at once', count(most)],
      ['calls ended', describeEndings(result)],
      ['time', describeTime(result)],
      heapFigure(heap),
    ],
    wrong: [...judgeRequests(configuration, calls, requests), ...judgeEndings(result), ...judgeHeap(heap)],
  };
}

function boundOf({ atMost, moreThan }: Outage['configuration']): string {
  if (atMost !== undefined) return `, at most ${atMost} ×`;
  return moreThan === undefined ? '' : `, more than ${moreThan} × wanted`;
}
