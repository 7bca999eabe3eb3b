import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineSettings } from '../../settings/define-settings';
import { bundle } from '../../stacks/constructs/bundle';
import { synthesize } from '../../stacks/synthesize';
import { FIXTURE_CONSUMERS, settingsInput } from '../support/synthesized';

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

    expect(paths).toHaveLength(4);
    for (const [, path = ''] of paths)
      expect(readdirSync(join(outdir, 'stacks/billing', path, '..'))).toContain('archive.zip');
    rmSync(outdir, { recursive: true });
  });
});

describe('bundle', () => {
  it('makes one CommonJS file that exports the handler', () => {
    const folder = bundle(join(FIXTURE_CONSUMERS, 'billing-alerts/handler.ts'));

    expect(readdirSync(folder)).toEqual(['index.js']);
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the way Lambda loads it
    expect(typeof (require(join(folder, 'index.js')) as { handler: unknown }).handler).toBe(
      'function',
    );
  });

  it('gives the same folder for the same source', () => {
    const file = join(FIXTURE_CONSUMERS, 'billing-alerts/handler.ts');

    expect(bundle(file)).toBe(bundle(file));
  });
});
