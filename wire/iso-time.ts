const SECOND_MS = 1000;

let lastSecond = NaN;
let lastText = '';

/**
 * As `Date.toISOString`, of milliseconds since 1970. It keeps the last second's text, since the records of
 * a batch share their second and the text costs as much as reading a small record.
 */
export function isoTime(milliseconds: number): string {
  const second = Math.floor(milliseconds / SECOND_MS);
  if (second !== lastSecond) {
    lastText = new Date(second * SECOND_MS).toISOString().slice(0, -'000Z'.length);
    lastSecond = second;
  }
  return `${lastText}${String(milliseconds - second * SECOND_MS).padStart(3, '0')}Z`;
}
