/** One wrong setting: where it stands, what stands there, and what to write instead. */
export interface SettingsProblem {
  /** `feeds.billing.tables[0].key` */
  path: string;
  value: unknown;
  /** What is wrong and what to do. */
  advice: string;
}

/** The user's mistake: the CLI and `main.ts` print it, one line a problem, and exit 2. */
export class SettingsError extends Error {
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[]) {
    super(problems.map(problemLine).join('\n'));
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

function problemLine({ path, value, advice }: SettingsProblem): string {
  const got = value === undefined ? 'nothing' : shorten(JSON.stringify(value));
  return `settings: ${path} is ${got}: ${advice}`;
}

const SHOWN_CHARACTERS_MAX = 80;

function shorten(text: string): string {
  return text.length <= SHOWN_CHARACTERS_MAX ? text : `${text.slice(0, SHOWN_CHARACTERS_MAX)}…`;
}
