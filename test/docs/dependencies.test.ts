import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const page = readFileSync(resolve(root, 'docs/dependencies.md'), 'utf8');
const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;

/** First cells of the table; `logger, metrics` behind a scope continue it, `*` stands for any name. */
const listed = [...page.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) => {
  const names = cell.replace('(dev)', '').split(',');
  const scope = /@[^/]+\//.exec(names[0] ?? '')?.[0] ?? '';
  return names.map((name) => name.trim()).flatMap((name) => [name, scope + name]);
});

function isListed(name: string): boolean {
  const scope = name.split('/')[0] ?? '';
  return listed.some(
    (entry) =>
      entry === name ||
      (entry.startsWith(`${scope}/`) && entry.endsWith('*') && name.startsWith(entry.slice(0, -1))),
  );
}

describe('docs/dependencies.md', () => {
  it.each(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))(
    'says why %s is here',
    (name) => {
      expect(isListed(name)).toBe(true);
    },
  );

  it.each(Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))(
    'has %s at an exact version',
    (_, version) => {
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/);
    },
  );
});
