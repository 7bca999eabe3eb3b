/** A tool that was looked for: the tests that need it, or one that says why they are skipped. */
export type Tool<Found> = { found: Found } | { missing: string };

/**
 * Runs `tests` with the tool. Without it one skipped test carries the reason; with `CI` set the
 * absence is a failure, so that no gate goes quiet.
 */
export function requireTool<Found>(tool: Tool<Found>, tests: (found: Found) => void): void {
  if ('found' in tool) {
    tests(tool.found);
    return;
  }
  const reason = `needs ${tool.missing}`;
  if (process.env['CI'] === undefined || process.env['CI'] === '') {
    it.skip(reason, () => undefined);
    return;
  }
  it(reason, () => {
    throw new Error(`This test ${reason}, and CI allows no skipped test.`);
  });
}
