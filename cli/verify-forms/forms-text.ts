import type { FormFinding } from './compare-forms';

const VERDICTS: Record<FormFinding['verdict'], string> = {
  'as-assumed': 'as assumed',
  'read-right': 'differs, read right',
  wrong: 'DIFFERS',
};

/** A line a column; below what differs: the assumption, where it stands, expected and seen. */
export function formsText(findings: readonly FormFinding[]): string {
  const wide = Math.max(...findings.map(({ subject }) => subject.length));
  const lines = findings.flatMap((finding) => [
    `${finding.subject.padEnd(wide)}  ${VERDICTS[finding.verdict]}`,
    ...details(finding),
  ]);
  const differing = findings.filter(({ verdict }) => verdict !== 'as-assumed').length;
  const verdict =
    differing === 0
      ? `All ${String(findings.length)} assumptions hold.`
      : `${String(differing)} of ${String(findings.length)} assumptions do not hold.`;
  return [...lines, '', verdict].join('\n');
}

function details({ verdict, assumption, page, differences }: FormFinding): string[] {
  if (verdict === 'as-assumed') return [];
  return [
    `    assumed: ${assumption} (${page})`,
    ...differences.map(
      ({ operation, expected, seen }) => `    ${operation}: expected ${expected}, got ${seen}`,
    ),
  ];
}
