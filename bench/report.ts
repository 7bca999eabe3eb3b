import { textTable } from '../cli/text-table';

/** One measured figure beside what is asked of it. */
export interface Figure {
  what: string;
  value: number;
  /** `x`, `rows/s`, `s`, `MB`, … */
  unit: string;
  /** `at least` for rates and ratios of speed, `at most` for times and sizes. */
  bound: 'at least' | 'at most';
  floor: number;
  goal?: number;
}

/** What a measurement found. */
export interface Report {
  title: string;
  /** What was done, on which load, and how both sides were kept to equal work. */
  how: string;
  heading: string[];
  rows: (string | number)[][];
  figures: Figure[];
  /** A second table, as text. */
  preformatted?: string;
  /** What bounds the figures, what is not covered. */
  notes?: string[];
}

export type Measurement = () => Promise<Report>;

/** For the screen. */
export function reportText(report: Report): string {
  const { title, how, heading, rows, notes = [] } = report;
  return [
    title,
    how,
    '',
    textTable([heading, ...rows]),
    '',
    ...report.figures.map(figureText),
    ...notes,
    ...(report.preformatted === undefined ? [] : ['', report.preformatted]),
  ].join('\n');
}

/** For `bench/results.md`. */
export function reportMarkdown(report: Report): string {
  const { title, how, heading, rows, figures, notes = [], preformatted } = report;
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    `## ${title}`,
    how,
    [line(heading), line(heading.map(() => '---')), ...rows.map(line)].join('\n'),
    [...figures.map(figureText), ...notes].map((text) => `- ${text}`).join('\n'),
    ...(preformatted === undefined ? [] : [`\`\`\`\n${preformatted}\n\`\`\``]),
  ].join('\n\n');
}

export function isMet({ value, bound, floor }: Figure): boolean {
  return bound === 'at least' ? value >= floor : value <= floor;
}

function figureText(figure: Figure): string {
  const { what, value, unit, bound, floor, goal } = figure;
  const asked = goal === undefined ? rounded(floor) : `${rounded(floor)}, goal ${rounded(goal)}`;
  const verdict = isMet(figure) ? 'met' : 'NOT MET';
  return `${what}: ${rounded(value)} ${unit} (${bound} ${asked}): ${verdict}`;
}

/** Three digits tell more than a run repeats. */
function rounded(value: number): string {
  return value >= 100
    ? Math.round(value).toLocaleString('en')
    : String(Number(value.toPrecision(3)));
}
