import { redact } from '../redaction.ts';

/** How a configured value is shown in a report. What is or may be a secret is described, never shown. */
export function describeFound(value: unknown, isSecret = false): string {
  if (value === undefined) return 'nothing';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return isSecret ? hidden(value, '') : showText(value);
  if (value === null) return 'null';
  if (isSecret && typeof value === 'object') return 'a secret (not shown)';
  if (typeof value === 'object') return 'an object';
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  return isPlain && !isSecret ? String(value) : `a ${typeof value}`;
}

function isLikelySecret(word: string): boolean {
  const hostName = /^[\w.-]+\.[a-z]{2,}$/i;
  return /^(?=.*\d)(?=.*[a-z])[\w+/=.-]{20,}$/i.test(word) && !hostName.test(word);
}

function hidden(text: string, why: string): string {
  return `a text of ${text.length} characters (not shown${why})`;
}

function showText(text: string): string {
  const clean = redact(text.replace(/\/\/[^/@\s]*@/, '//[secret]@'));
  if (clean.split(/[\s'"`,;]+/).some(isLikelySecret)) return hidden(text, ': it may be a secret');
  return JSON.stringify(clean.length > 80 ? `${clean.slice(0, 77)}…` : clean);
}
