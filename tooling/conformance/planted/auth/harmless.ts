import { answers, everyError, pages } from '../broken.ts';
import { answering } from '../lenient.ts';
import { type AuthHarmless, inputs, instead, options } from './broken.ts';
import { rewriting } from './lenient.ts';
import { forms, overFetch } from './wire.ts';

const on = 'oidc';
const same = <T>(value: T): T => value;
const nothing = (): void => {};

/** Every tool that the planted things are made with, idle. */
export const harmless: readonly AuthHarmless[] = [
  { id: 'idle-fetch', on, defect: { planted: overFetch((next) => (input, init) => next(input, init)) } },
  { id: 'idle-forms', on, defect: { planted: forms(nothing) } },
  { id: 'idle-rewriting', on, defect: { planted: { handle: rewriting(nothing) } } },
  { id: 'idle-answering', on, defect: { planted: { handle: answering(async () => undefined) } } },
  { id: 'idle-inputs', on, defect: inputs('flow.userInfo', same) },
  { id: 'idle-replacement', on, defect: instead('signIn.begin', same) },
  { id: 'idle-answers', on, defect: answers('flow.exchange', (tokens) => ({ ...tokens })) },
  { id: 'idle-errors', on, defect: everyError(['flow.exchange'], same) },
  { id: 'idle-inputs-of-people', on: 'local', defect: inputs('users.create', same) },
  { id: 'idle-options', on: 'local', defect: options('users.create', same) },
  { id: 'idle-people', on: 'local', defect: answers('users.get', (user) => ({ ...user })) },
  { id: 'idle-pages', on: 'local', defect: pages('users.list', same) },
];
