const DECIMAL = /^([+-])?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Most numbers: they are canonical already. */
const CANONICAL_INTEGER = /^(?:0|-?[1-9]\d*)$/;

/**
 * The one text of a decimal number: no exponent, no leading zeros, no trailing zeros behind the point, no
 * `-0`. Exact for any number of digits; undefined where the text is no number.
 */
export function canonicalDecimal(text: string): string | undefined {
  if (CANONICAL_INTEGER.test(text)) return text;
  const parts = DECIMAL.exec(text.trim());
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts ?? [];
  if (whole === '' && fraction === '') return undefined;
  const point = whole.length + Number(exponent);
  const [left, right] = split(whole + fraction, point);
  const integer = left.replace(/^0+(?=\d)/, '');
  const decimals = right.replace(/0+$/, '');
  const number = decimals === '' ? integer : `${integer}.${decimals}`;
  return sign === '-' && number !== '0' ? `-${number}` : number;
}

function split(digits: string, point: number): [string, string] {
  if (point <= 0) return ['0', '0'.repeat(-point) + digits];
  if (point >= digits.length) return [digits + '0'.repeat(point - digits.length), ''];
  return [digits.slice(0, point), digits.slice(point)];
}

const POINT = 0x2e;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

/** Whether the text from `from` to `to` is what `canonicalDecimal` gives, told without making it a string. */
export function isCanonicalDecimal(bytes: Uint8Array, from: number, to: number): boolean {
  const whole = bytes[from] === MINUS ? from + 1 : from;
  let point = to;
  for (let at = whole; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === POINT && point === to) point = at;
    else if (byte < ZERO || byte > NINE) return false;
  }
  const last = bytes[to - 1];
  if (point < to && (last === ZERO || last === POINT)) return false;
  if (bytes[whole] === ZERO) return point === whole + 1 && (point < to || whole === from);
  return point > whole;
}
