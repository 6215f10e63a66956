import { rejection } from './protocol/errors.ts';
import type { Answer, Call } from './protocol/router.ts';
import { route } from './protocol/router.ts';
import type { FakeTemplate } from './types.ts';

const scope = 'templates.read';
const updatedAt = '2026-11-22 12:00:00';
const origin = 'https://api.sendgrid.com';

/** https://docs.sendgrid.com/api-reference/transactional-templates (2026-11-22) */
export const templateRoutes = [
  route('GET /v3/templates', scope, list),
  route('GET /v3/templates/:id', scope, get),
];

/** Lists legacy templates unless `generations` asks for others. */
function list({ account, query, path }: Call): Answer {
  const generations = (query.get('generations') ?? 'legacy').split(',');
  if (!generations.every((generation) => generation === 'legacy' || generation === 'dynamic')) {
    throw rejection(400, 'generations must be legacy, dynamic or both', 'generations');
  }
  const size = Number(query.get('page_size') ?? Number.NaN);
  if (!Number.isInteger(size) || size < 1 || size > 200) {
    throw rejection(400, 'page_size is required and must be between 1 and 200', 'page_size');
  }
  const start = Number(query.get('page_token') ?? 0);
  if (!Number.isInteger(start) || start < 0) throw rejection(400, 'invalid page_token', 'page_token');
  const found = (account.options.templates ?? []).filter((one) => generations.includes(generationOf(one)));
  const link = (token: number): string => {
    const url = new URL(`${origin}${path}?${query.toString()}`);
    url.searchParams.set('page_token', String(token));
    return url.href;
  };
  const next = start + size < found.length ? { next: link(start + size) } : {};
  return {
    status: 200,
    body: {
      result: found.slice(start, start + size).map((one) => shown(one, false)),
      _metadata: { self: link(start), count: found.length, ...next },
    },
  };
}

function get({ account, id }: Call): Answer {
  const template = account.options.templates?.find((candidate) => candidate.id === id);
  if (template === undefined) throw rejection(404, 'Template not found');
  return { status: 200, body: shown(template, true) };
}

/** Lists show versions without their content. */
function shown(template: FakeTemplate, whole: boolean) {
  const { id, name, version } = template;
  const content = { html_content: version?.html ?? '', plain_content: version?.text ?? '' };
  const versions =
    version === undefined
      ? []
      : [
          {
            id: id.replace(/^d-/, '').replaceAll('-', '').split('').toReversed().join(''),
            template_id: id,
            active: 1,
            name,
            subject: version.subject ?? '',
            updated_at: updatedAt,
            ...(whole && content),
          },
        ];
  return { id, name, generation: generationOf(template), updated_at: updatedAt, versions };
}

function generationOf({ id }: FakeTemplate): 'dynamic' | 'legacy' {
  return id.startsWith('d-') ? 'dynamic' : 'legacy';
}
