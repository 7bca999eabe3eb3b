/**
 * A value as it is, told apart from how anything writes it: a number as its plain decimal digits, binary
 * as base64 once. `hard` names what makes it hard to carry, for the report.
 */
export type TrueValue = { hard?: HardValue } & (
  | { type: 'S' | 'N' | 'B'; value: string }
  | { type: 'BOOL'; value: boolean }
  | { type: 'NULL'; value: null }
  | { type: 'SS' | 'NS' | 'BS'; value: string[] }
  | { type: 'L'; value: TrueValue[] }
  | { type: 'M'; value: TrueItem }
);

export type TrueItem = Record<string, TrueValue>;

export const HARD_VALUES = [
  'integers of 17 to 38 digits',
  'decimals of 19 digits',
  '1.23e+40',
  'string sets',
  'number sets',
  'binary and binary sets',
] as const;

export type HardValue = (typeof HARD_VALUES)[number];

export function text(value: string): TrueValue {
  return { type: 'S', value };
}

export function number(value: number | string): TrueValue {
  return { type: 'N', value: String(value) };
}

export function flag(value: boolean): TrueValue {
  return { type: 'BOOL', value };
}

export function list(value: TrueValue[]): TrueValue {
  return { type: 'L', value };
}

export function map(value: TrueItem): TrueValue {
  return { type: 'M', value };
}

export const nothing: TrueValue = { type: 'NULL', value: null };
