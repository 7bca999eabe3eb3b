import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineSettings } from '../../settings/define-settings';
import { synthesize } from '../../stacks/synthesize';
import { CHECKOV_REASONS, type CheckovReason } from '../policies/checkov-reasons.data';
import { requireTool } from '../support/require-tool';
import {
  feedInput,
  FIXTURE_CONSUMERS,
  itemFeedInput,
  itemSettingsInput,
  settingsInput,
  TWO_ACCOUNTS,
} from '../support/synthesized';
import { findCheckov, type CheckovReport, type FailedCheck } from './run-checkov';

const PROGRAMS = {
  'both feeds': settingsInput({
    environment: 'production',
    feeds: { billing: feedInput(), people: itemFeedInput() },
  }),
  'across accounts': itemSettingsInput(
    { environment: 'production' },
    { accounts: TWO_ACCOUNTS, crawler: true },
  ),
};

const explains = ({ check, resources }: CheckovReason, failed: FailedCheck) =>
  check === failed.check && resources.test(failed.resource);

describe('checkov over the synthesized JSON', () => {
  requireTool(findCheckov(), (checkov) => {
    const reports: CheckovReport[] = [];
    const failed = () => reports.flatMap((report) => report.failed);

    beforeAll(async () => {
      for (const input of Object.values(PROGRAMS)) {
        const outdir = mkdtempSync(join(tmpdir(), 'tributary-checkov-'));
        synthesize(defineSettings(input), { outdir, consumersFolder: FIXTURE_CONSUMERS });
        reports.push(await checkov(outdir));
        rmSync(outdir, { recursive: true });
      }
    });

    it('reads the stacks', () => {
      for (const { passed } of reports) expect(passed).toBeGreaterThan(90);
    });

    it('fails no check without a written reason', () => {
      const unexplained = failed().filter(
        (one) => !CHECKOV_REASONS.some((reason) => explains(reason, one)),
      );

      expect(unexplained).toEqual([]);
    });

    it.each(CHECKOV_REASONS.map((reason) => [reason.check, reason] as const))(
      'still needs the reason for %s',
      (_, reason) => {
        expect(failed().some((one) => explains(reason, one))).toBe(true);
      },
    );
  });
});
