/** Style 0: at most six digits; 1: eight, scientific; 2: sixteen, scientific; 3: seventeen, lossless. */
export function floatText(value: number, style: number): string {
  if (style === 1) return scientific(value, 7);
  if (style === 2) return scientific(value, 15);
  if (style === 3) return significant(value, 17);
  return significant(value, 6);
}

function scientific(value: number, fractionDigits: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(fractionDigits).split('e');
  return `${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${exponent.slice(1).padStart(3, '0')}`;
}

/** As C's %g writes it, with an exponent of three digits. */
function significant(value: number, digits: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  const trim = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (exponent >= -5 && exponent < digits)
    return trim(value.toFixed(Math.max(0, digits - 1 - exponent)));
  const sign = exponent < 0 ? '-' : '+';
  return `${trim(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(3, '0')}`;
}
