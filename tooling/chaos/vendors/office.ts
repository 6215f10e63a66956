import { keyOf } from '../script/script.ts';
import type { Account } from './account.ts';

/** A letter in the books of a post office. */
interface Letter {
  readonly id: string;
  /** The mark that the request had. */
  readonly mark: string;
  readonly text: string;
}

/** A post office: it takes every letter that comes, whatever its mark, and can be asked for a mark. */
export function officeAccount(name: string): Account {
  const secret = `office-secret-${name}-0123456789`;
  const letters: Letter[] = [];
  return {
    secret,
    async handle(request) {
      const { mark = '', text = '' } = (await request.json()) as Partial<Letter>;
      if (request.headers.get('authorization') !== secret)
        return Response.json({ error: 'who?' }, { status: 401 });
      if (new URL(request.url).pathname === '/find')
        return Response.json({ letters: letters.filter((letter) => letter.mark === mark) });
      const letter = { id: `letter_${letters.length + 1}`, mark, text };
      letters.push(letter);
      return Response.json(letter);
    },
    effects: (intent) => letters.filter(({ text }) => text === keyOf(intent)).length,
    refusal: () => ({ error: `No: ${secret}` }),
    events: () => JSON.stringify({ secret, letters }),
  };
}
