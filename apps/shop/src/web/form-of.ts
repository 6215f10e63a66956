import { Refusal } from '../refusal.ts';
import type { RequestContext } from './context.ts';

/** The fields of a form that was sent. */
export async function formOf({ req }: RequestContext): Promise<unknown> {
  try {
    return await req.parseBody();
  } catch {
    throw new Refusal(400, 'That form cannot be read', 'Please go back and send it again.');
  }
}
