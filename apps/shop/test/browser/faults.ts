import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds wrong with the page in both themes and where, and at which widths it scrolls sideways. */
export async function faultsOf(page: Page): Promise<readonly unknown[]> {
  const faults: unknown[] = [];
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const rules = colorScheme === 'light' ? '' : `{ runOnly: ['color-contrast'] }`; // nothing else differs
    const found: unknown = await page.evaluate(
      `axe.run(${rules}).then(({ violations }) => violations.map(({ id, nodes }) => [location.href, id, ...nodes.map(({ html }) => html)]))`,
    );
    if (Array.isArray(found)) faults.push(...found);
  }
  for (const width of [360, 768, 900, 1_440]) {
    await page.setViewportSize({ width, height: 900 });
    const needed = await page.evaluate('document.documentElement.scrollWidth');
    if (needed !== width) faults.push([page.url(), width, needed]);
  }
  return faults;
}
