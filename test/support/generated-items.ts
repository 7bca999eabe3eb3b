import fc from 'fast-check';
import type { AttributeValue, Item } from '../../wire/attribute-value';

/** A value as the stream carries it, and as it is: plain decimals, binary as base64 once. */
export interface GeneratedValue {
  wire: AttributeValue;
  value: AttributeValue;
}

export interface GeneratedItem {
  wire: Item;
  item: Item;
}

const HARD_NAMES = [
  '__proto__',
  'constructor',
  'B',
  'S',
  'M',
  'NULL',
  '1',
  '01',
  'day',
  'position',
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('', '"', '\\', '\n\u0001\u007f', '\ud83d', '\ud83d\ude00', '\ue000', '{"S":"x"}'),
);
export const attributeName = fc.oneof(
  fc.string({ minLength: 1, maxLength: 6 }),
  fc.constantFrom(
    ...HARD_NAMES,
    'jobTitle',
    'job_title',
    'Name',
    'name',
    'straße',
    'a"b',
    '\u{1f600}',
  ),
  text.filter((name) => name !== ''),
);

/** Up to 38 digits at any place that DynamoDB allows; the wire has it in one of its notations. */
const number = fc
  .tuple(fc.boolean(), fc.stringMatching(/^[1-9][0-9]{0,37}$/), fc.integer({ min: -130, max: 87 }))
  .chain(([isNegative, digits, exponent]) => {
    const plain = (isNegative ? '-' : '') + shifted(digits, exponent);
    const scientific = `${isNegative ? '-' : ''}${digits}E${exponent < 0 ? '' : '+'}${exponent}`;
    return fc.constantFrom(plain, scientific).map((wire) => ({ wire, plain }));
  });
const anyNumber = fc.oneof(
  number,
  fc.constantFrom('0', '1', '-1', '0.5', '19.99').map((plain) => ({ wire: plain, plain })),
  fc.constant({ wire: '-0', plain: '0' }),
  fc.constant({ wire: '19.990', plain: '19.99' }),
);
const binary = fc.uint8Array({ maxLength: 9 }).map((bytes) => {
  const once = Buffer.from(bytes).toString('base64');
  return { once, twice: Buffer.from(once).toString('base64') };
});

function shifted(digits: string, exponent: number): string {
  const padded = exponent >= 0 ? digits + '0'.repeat(exponent) : digits.padStart(1 - exponent, '0');
  const point = padded.length + Math.min(exponent, 0);
  const fraction = padded.slice(point).replace(/0+$/, '');
  return fraction === '' ? padded.slice(0, point) : `${padded.slice(0, point)}.${fraction}`;
}

const same = (value: AttributeValue): GeneratedValue => ({ wire: value, value });
const set = <Member>(member: fc.Arbitrary<Member>, identity: (one: Member) => string) =>
  fc.uniqueArray(member, { minLength: 1, maxLength: 5, selector: identity });

const scalar: fc.Arbitrary<GeneratedValue> = fc.oneof(
  text.map((S) => same({ S })),
  anyNumber.map(({ wire, plain }) => ({ wire: { N: wire }, value: { N: plain } })),
  binary.map(({ once, twice }) => ({ wire: { B: twice }, value: { B: once } })),
  fc.boolean().map((BOOL) => same({ BOOL })),
  fc.constant(same({ NULL: true })),
  set(text, (one) => one).map((SS) => same({ SS })),
  set(anyNumber, ({ plain }) => plain).map((NS) => ({
    wire: { NS: NS.map(({ wire }) => wire) },
    value: { NS: NS.map(({ plain }) => plain) },
  })),
  set(binary, ({ once }) => once).map((BS) => ({
    wire: { BS: BS.map(({ twice }) => twice) },
    value: { BS: BS.map(({ once }) => once) },
  })),
);

function valueOfDepth(depth: number): fc.Arbitrary<GeneratedValue> {
  if (depth === 0) return scalar;
  const nested = valueOfDepth(depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: scalar },
    {
      weight: 1,
      arbitrary: fc.array(nested, { maxLength: 3 }).map((members) => ({
        wire: { L: members.map(({ wire }) => wire) },
        value: { L: members.map(({ value }) => value) },
      })),
    },
    {
      weight: 1,
      arbitrary: attributes(fc.oneof(attributeName, fc.constant('')), nested).map(
        ({ wire, item }) => ({ wire: { M: wire }, value: { M: item } }),
      ),
    },
  );
}

function attributes(name: fc.Arbitrary<string>, value: fc.Arbitrary<GeneratedValue>) {
  return fc
    .uniqueArray(fc.tuple(name, value), { maxLength: 5, selector: ([one]) => one })
    .map((members) => ({
      wire: Object.fromEntries(members.map(([one, own]) => [one, own.wire])),
      item: Object.fromEntries(members.map(([one, own]) => [one, own.value])),
    }));
}

/** Items of all ten types, nested up to `depth`, with hard names and values. */
export function generatedItem(depth: number): fc.Arbitrary<GeneratedItem> {
  return attributes(attributeName, valueOfDepth(depth));
}
