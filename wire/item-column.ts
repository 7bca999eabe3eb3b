import { ITEM_ROW_COLUMNS } from './item-row';

/** Names of attributes, and numbers of list elements: `['address', 'city']`, `['tags', 0]`. */
export type AttributePath = readonly (string | number)[];

/** Columns that the lake's tables have beside those of attributes; `day` and `hour` are partitions. */
export const TAKEN_COLUMNS: readonly string[] = [...ITEM_ROW_COLUMNS, 'day', 'hour'];

/** Stands for a first name without a character, since a column must have a name. */
export const NO_CHARACTER = '_2_';

const FIRST_NAME = /^(?:_2_|(?:[a-z0-9]|_[a-z_]|_2[0-9a-f]{1,6}_)+)/;
const MEMBER = /_0((?:[a-z0-9]|_[a-z_]|_2[0-9a-f]{1,6}_)*)/y;
const ELEMENT = /_1(0|[1-9]\d*)/y;
const CODE_POINT_MAX = 0x10ffff;
const CODE = /_2([0-9a-f]+)_|_(.)|(.)/g;

/**
 * The column of an attribute, for catalogues that know no case: nothing but `a-z`, `0-9` and `_`, and no
 * two paths have one column. Letters and digits stand for themselves, and behind `_` stands what else is
 * meant: a lower-case letter for its capital, `_` for itself, `0` before a member's name, `1` before an
 * element's number, `2` before a character's code point in hex, which a further `_` ends. A column that
 * the row has already gives way by writing the attribute's first character as its code point.
 */
export function columnOf(path: AttributePath): string {
  const [first, ...rest] = path;
  if (typeof first !== 'string') throw new Error('The path of an attribute begins with its name');
  const column = (first === '' ? NO_CHARACTER : encodeName(first)) + rest.map(encodeStep).join('');
  return TAKEN_COLUMNS.includes(column) ? givenWay(column) : column;
}

/** The path whose column this is; throws where no path has it. */
export function pathOf(column: string): (string | number)[] {
  const first = FIRST_NAME.exec(column)?.[0] ?? '';
  const path: (string | number)[] = [first === NO_CHARACTER ? '' : decodeName(first)];
  let offset = first.length;
  while (offset < column.length) {
    MEMBER.lastIndex = ELEMENT.lastIndex = offset;
    const member = MEMBER.exec(column);
    const element = ELEMENT.exec(column);
    if (member?.[1] !== undefined) path.push(decodeName(member[1]));
    else if (element?.[1] !== undefined) path.push(Number(element[1]));
    offset += (member ?? element)?.[0].length ?? column.length;
  }
  if (columnOf(path) === column) return path;
  throw new Error(`No attribute has the column ${JSON.stringify(column)}`);
}

/** What an attribute has whose column would be a taken one. */
export function givenWay(column: string): string {
  return `${hexCode(column.charCodeAt(0))}${column.slice(1)}`;
}

/** What stands for one character in a column's name. */
export function characterCode(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  if (/[a-z0-9]/.test(character)) return character;
  if (/[A-Z]/.test(character)) return `_${character.toLowerCase()}`;
  return character === '_' ? '__' : hexCode(codePoint);
}

function encodeStep(step: string | number): string {
  return typeof step === 'number' ? `_1${step}` : `_0${encodeName(step)}`;
}

/** A name as it stands in a column. */
export function encodeName(name: string): string {
  return Array.from(name, (character) => characterCode(character.codePointAt(0) ?? 0)).join('');
}

function decodeName(code: string): string {
  return Array.from(code.matchAll(CODE), ([, hex, behind, itself]) => {
    if (hex === undefined) return itself ?? behind?.toUpperCase() ?? '';
    return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), CODE_POINT_MAX));
  }).join('');
}

function hexCode(codePoint: number): string {
  return `_2${codePoint.toString(16)}_`;
}
