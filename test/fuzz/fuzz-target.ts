/** What a run of a fuzz target found; an empty list of findings is what it wants to show. */
export interface FuzzResult {
  cases: number;
  /** How often each outcome came up. */
  outcomes: Record<string, number>;
  findings: Finding[];
  /** Resident memory after the first tenth and at the end. */
  memoryMegabytes: { early: number; end: number };
}

export interface Finding {
  problem: string;
  /** The case itself, base64; cut to what a screen takes. */
  caseBase64: string;
}

export interface FuzzRun {
  cases: number;
  /** The same seed gives the same cases. */
  seed: number;
  progress: (done: number) => void;
}

export type FuzzTarget = (run: FuzzRun) => Promise<FuzzResult>;

const FINDINGS_MAX = 20;
const CASE_BYTES_MAX = 6000;

/** Counts outcomes, keeps the first findings of each problem, and looks at the memory as the run goes. */
export class FuzzTally {
  private readonly outcomes = new Map<string, number>();
  private readonly findings = new Map<string, Finding>();
  private done = 0;
  private earlyMegabytes = 0;
  private readonly run: FuzzRun;

  constructor(run: FuzzRun) {
    this.run = run;
  }

  count(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  find(problem: string, bytes: Uint8Array): void {
    const kind = problem.split('\n')[0]?.slice(0, 120) ?? problem;
    if (this.findings.has(kind) || this.findings.size >= FINDINGS_MAX) return;
    const caseBase64 = Buffer.from(bytes.subarray(0, CASE_BYTES_MAX)).toString('base64');
    this.findings.set(kind, { problem, caseBase64 });
  }

  advance(cases: number): void {
    this.done += cases;
    if (this.earlyMegabytes === 0 && this.done >= this.run.cases / 10) {
      this.earlyMegabytes = residentMegabytes();
    }
    this.run.progress(this.done);
  }

  result(): FuzzResult {
    return {
      cases: this.done,
      outcomes: Object.fromEntries([...this.outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
      findings: [...this.findings.values()],
      memoryMegabytes: { early: this.earlyMegabytes, end: residentMegabytes() },
    };
  }
}

function residentMegabytes(): number {
  return Math.round(process.memoryUsage().rss / 1024 / 1024);
}
