import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineSettings } from '../../settings/define-settings';
import { bundle, bundleAhead } from '../../stacks/constructs/bundle';
import { synthesize } from '../../stacks/synthesize';
import {
  feedInput,
  FIXTURE_CONSUMERS,
  itemFeedInput,
  settingsInput,
  synthesizedStacks,
} from '../support/synthesized';

const CONSUMERS = join(__dirname, '../../consumers');

function synthesizeOnce(): { outdir: string; files: Record<string, string> } {
  const outdir = mkdtempSync(join(tmpdir(), 'tributary-synth-'));
  synthesize(defineSettings(settingsInput()), { outdir, consumersFolder: FIXTURE_CONSUMERS });
  const names = [
    'manifest.json',
    ...['network', 'lake', 'billing'].map((id) => `stacks/${id}/cdk.tf.json`),
  ];
  const files = Object.fromEntries(
    names.map((name) => [name, readFileSync(join(outdir, name), 'utf8')]),
  );
  return { outdir, files };
}

describe('synthesize', () => {
  it('gives the same JSON wherever it writes', () => {
    const first = synthesizeOnce();
    const second = synthesizeOnce();

    expect(second.files).toEqual(first.files);
    [first, second].forEach(({ outdir }) => rmSync(outdir, { recursive: true }));
  });

  it('puts each bundle beside the JSON that names it', () => {
    const { outdir, files } = synthesizeOnce();
    const paths = [...files['stacks/billing/cdk.tf.json']!.matchAll(/"filename": "([^"]+)"/g)];

    expect(paths).toHaveLength(5);
    for (const [, path = ''] of paths)
      expect(readdirSync(join(outdir, 'stacks/billing', path, '..'))).toContain('archive.zip');
    rmSync(outdir, { recursive: true });
  });
});

describe('synthesize of some feeds', () => {
  const input = settingsInput({ feeds: { billing: feedInput(), people: itemFeedInput() } });
  const all = synthesizedStacks(input);

  it.each([
    [['people'], ['lake', 'network', 'people']],
    [['billing'], ['billing', 'lake', 'network']],
    [
      ['billing', 'people'],
      ['billing', 'lake', 'network', 'people'],
    ],
  ])('writes for %j the stacks %j', (feeds, stacks) => {
    expect(Object.keys(synthesizedStacks(input, feeds)).sort()).toEqual(stacks);
  });

  it('gives a feed the JSON that it has among others', () => {
    const alone = synthesizedStacks(input, ['people']);

    expect(alone['people']!.json).toBe(all['people']!.json);
    expect(alone['network']!.json).not.toContain('billing');
  });

  it('refuses a feed that the settings lack', () => {
    expect(() => synthesizedStacks(input, ['peple'])).toThrow(
      'Expected a feed of the settings (billing, people), got peple',
    );
  });
});

describe('bundle', () => {
  beforeAll(() => bundleAhead(CONSUMERS));

  it('makes one CommonJS file that exports the handler, and its archive', () => {
    const folder = bundle(join(FIXTURE_CONSUMERS, 'billing-alerts/handler.ts'));

    expect(readdirSync(folder)).toEqual(['archive.zip', 'index.js']);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the way Lambda loads it
    expect(typeof (require(join(folder, 'index.js')) as { handler: unknown }).handler).toBe(
      'function',
    );
  });

  it('takes any file for a handler', () => {
    const folder = bundle(join(__dirname, '../../bench/alerts/decisions.ts'));

    expect(readdirSync(folder)).toEqual(['archive.zip', 'index.js']);
  });

  it('puts into a file of its own what a handler imports at its first need', () => {
    const folder = bundle(join(CONSUMERS, 'billing-alerts/handler.ts'));
    const holds = (name: string) =>
      readFileSync(join(folder, name), 'utf8').includes('"PutObject"');

    expect(readdirSync(folder)).toEqual(['archive.zip', 'index.js', 'seldom.js']);
    expect([holds('index.js'), holds('seldom.js')]).toEqual([false, true]);
  });

  it.each([
    ['a single sign-on to AWS', 'billing-alerts', 'sso_session'],
    ['a sign-in to Azure', 'database-runner', 'ConfidentialClientApplication'],
    ['a limit of concurrency', 'source-watch', 'PutFunctionConcurrency'],
  ])('leaves out %s, which no function makes', (_what, consumer, ofIt) => {
    const folder = bundle(join(CONSUMERS, consumer, 'handler.ts'));

    expect(readFileSync(join(folder, 'index.js'), 'utf8')).not.toContain(ofIt);
  });

  it('gives the same folder for the same source', () => {
    const file = join(FIXTURE_CONSUMERS, 'billing-alerts/handler.ts');

    expect(bundle(file)).toBe(bundle(file));
  });
});
