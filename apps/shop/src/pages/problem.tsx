import type { FC } from 'hono/jsx';
import { type Frame, Layout } from './layout.tsx';

/** What went wrong, in words that are fit for anybody. */
export interface ProblemView {
  readonly title: string;
  readonly text: string;
  /** For the support: codes, never internals. */
  readonly facts: Readonly<Record<string, string>>;
  /** Where to go on. */
  readonly back: { readonly href: string; readonly label: string };
}

export const ProblemPage: FC<Frame & ProblemView> = ({ title, text, facts, back, ...frame }) => (
  <Layout {...frame} title={title}>
    <div class="opening">
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <p>
        <a class="button" href={back.href}>
          {back.label}
        </a>
      </p>
      {Object.keys(facts).length > 0 && (
        <dl class="facts">
          {Object.entries(facts).map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  </Layout>
);
