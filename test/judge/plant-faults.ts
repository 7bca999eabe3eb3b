import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Finding } from './judge';

/** Where a line stands in the lake's files, and its text. */
interface Place {
  file: string;
  at: number;
  line: string;
}

interface Verdict {
  line: string;
  red: boolean;
}

export interface FaultPlan<Evidence> {
  judge: (evidence: Evidence) => Promise<Finding[]>;
  evidence: Evidence;
  /** Copies of the lake are made in it. */
  folder: string;
  /** Faults are planted in the lines that hold it, one at a time. */
  text: string;
}

/** What the judge says of each fault: `fault` makes other lines of a line, or none. */
export async function plantFaults<Evidence extends { lakeDirectory: string }>(
  plan: FaultPlan<Evidence>,
  fault: (line: string) => string[],
): Promise<Verdict[]> {
  const { evidence, judge } = plan;
  const verdicts: Verdict[] = [];
  for (const place of places(evidence.lakeDirectory, plan.text)) {
    const lakeDirectory = mkdtempSync(join(plan.folder, 'lake-'));
    cpSync(evidence.lakeDirectory, lakeDirectory, { recursive: true });
    replaceLine(lakeDirectory, place, fault(place.line));
    const findings = await judge({ ...evidence, lakeDirectory });
    verdicts.push({ line: place.line, red: findings.length > 0 });
  }
  return verdicts;
}

function replaceLine(directory: string, { file, at }: Place, replacement: string[]): void {
  const lines = linesOf(join(directory, file));
  lines.splice(at, 1, ...replacement);
  writeFileSync(join(directory, file), gzipSync(lines.map((line) => `${line}\n`).join('')));
}

function places(directory: string, text: string): Place[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.gz'))
    .sort()
    .flatMap((file) =>
      linesOf(join(directory, file))
        .map((line, at) => ({ file, at, line }))
        .filter(({ line }) => line.includes(text)),
    );
}

function linesOf(path: string): string[] {
  return gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
}
