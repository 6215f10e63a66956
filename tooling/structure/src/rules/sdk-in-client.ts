import { importsOf, isPackage } from '../imports.ts';
import type { Rule, Violation } from '../rule.ts';
import type { SourceFile } from '../syntax.ts';
import { type Package, shipped } from '../workspace.ts';

export const sdkInClient: Rule = {
  id: 'sdk-in-client',
  says: 'The vendor SDK is imported at run time only in the client room, and there by a dynamic import.',
  *check({ packages }) {
    for (const adapter of packages.filter(({ kind, embedded }) => kind === 'adapter' && !embedded)) {
      for (const file of shipped(adapter)) yield* sdkImports(adapter, file);
    }
  },
};

function* sdkImports(adapter: Package, file: SourceFile): Generator<Violation> {
  const inside = file.path.slice(`${adapter.folder}/src/`.length);
  const isClient = inside === 'client.ts' || inside.startsWith('client/');
  const isIndex = inside === 'index.ts';
  for (const { specifier, kind, line } of importsOf(file)) {
    const isSdk = isPackage(specifier) && !/^(@patchbay\/|zod(\/|$)|@aws-sdk\/xml-builder$)/.test(specifier);
    const isAllowed = kind === 'type' ? !isIndex : kind === 'dynamic' && isClient;
    if (!isSdk || isAllowed) continue;
    yield {
      path: file.path,
      line,
      wrong: `"${specifier}" is imported ${kind === 'type' ? 'in the index' : isClient ? 'at import time' : 'at run time outside the client room'}.`,
      fix: isClient
        ? `Load it on the first call: await import('${specifier}').`
        : 'Write `import type`, or have client.ts hand out what is needed; the index names only our own exports.',
    };
  }
}
