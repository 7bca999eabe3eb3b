const BAR_WIDTH = 24;

/** `[████████░░░░] 4,200 of 10,000 rows  1,950/s  3 s left` */
export function progressText(progress: {
  done: number;
  total: number;
  unit: string;
  elapsedSeconds: number;
}): string {
  const { done, total, unit, elapsedSeconds } = progress;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const rate = elapsedSeconds > 0 ? done / elapsedSeconds : 0;
  const left = rate > 0 ? `${Math.ceil((total - done) / rate)} s left` : '';
  return `[${bar}] ${count(done)} of ${count(total)} ${unit}  ${count(Math.round(rate))}/s  ${left}`.trimEnd();
}

/** With thousands separators, the same on every machine. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
