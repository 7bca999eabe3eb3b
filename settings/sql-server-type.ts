const SIMPLE = [
  'bit tinyint smallint int bigint money smallmoney real float date datetime smalldatetime',
  'time datetime2 datetimeoffset uniqueidentifier char varchar nchar nvarchar binary varbinary',
  'decimal numeric',
].flatMap((line) => line.split(' '));

const LENGTH_MAX: Readonly<Record<string, number>> = {
  char: 8000,
  varchar: 8000,
  binary: 8000,
  varbinary: 8000,
  nchar: 4000,
  nvarchar: 4000,
};

const SCALE_MAX: Readonly<Record<string, number>> = { time: 7, datetime2: 7, datetimeoffset: 7 };

/** A column type of SQL Server, taken apart: `decimal(38,10)` is decimal, 38, 10. */
export interface SqlServerType {
  name: string;
  /** Precision, length (or `max`) or fractional digits, as the type has it. */
  first?: number | 'max';
  scale?: number;
}

/** Null for a type that the feed does not carry or whose numbers the type does not allow. */
export function parseSqlServerType(text: string): SqlServerType | null {
  const match = /^([a-z0-9]+)\s*(?:\(\s*(max|\d+)\s*(?:,\s*(\d+)\s*)?\))?$/i.exec(text.trim());
  const name = match?.[1]?.toLowerCase();
  if (match === null || name === undefined || !SIMPLE.includes(name)) return null;
  const first = match[2]?.toLowerCase() === 'max' ? 'max' : number(match[2]);
  const scale = number(match[3]);
  const type = {
    name,
    ...(first !== undefined && { first }),
    ...(scale !== undefined && { scale }),
  };
  return numbersFit(type) ? type : null;
}

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function numbersFit({ name, first, scale }: SqlServerType): boolean {
  if (name === 'decimal' || name === 'numeric') {
    if (first === 'max') return false;
    return (first ?? 18) >= 1 && (first ?? 18) <= 38 && (scale ?? 0) <= (first ?? 18);
  }
  if (scale !== undefined) return false;
  if (first === undefined) return true;
  if (name === 'float') return first !== 'max' && first >= 1 && first <= 53;
  const scaleMax = SCALE_MAX[name];
  if (scaleMax !== undefined) return first !== 'max' && first <= scaleMax;
  const lengthMax = LENGTH_MAX[name];
  if (lengthMax === undefined) return false;
  return first === 'max'
    ? name.startsWith('var') || name === 'nvarchar'
    : first >= 1 && first <= lengthMax;
}
