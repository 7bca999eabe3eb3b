import type { FuzzChance } from './fuzz-chance';
import { mutateBytes } from './mutate-bytes';

type Mutation = (text: string, chance: FuzzChance) => Buffer;

const MEBIBYTE = 1024 * 1024;

/** What stands in place of a value: every type, and values at the edges of each. */
const VALUES = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '1e400',
  '-1E-400',
  `1${'0'.repeat(400)}`,
  `0.${'1'.repeat(60)}`,
  '99999999999999999999999999999999999999.5',
  '9007199254740993',
  '01',
  '+1',
  '.5',
  '1.',
  'NaN',
  'Infinity',
  '""',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u0000"',
  '"__proto__"',
  '"2022-02-30"',
  '"0000-00-00"',
  '"9999-12-31T23:59:60Z"',
  '"café 🚀 \\u2028"',
  '[]',
  '{}',
  '[null,[1,{"a":"b"}]]',
  '{"__proto__":{"x":1},"constructor":1}',
  '{"N":"1e5"}',
  '{"N":""}',
  '{"B":"!"}',
  '{"SS":[]}',
  '{"NS":["1","1.0"]}',
];

/** A whole JSON value as it stands in compact text: a string, a number, a word. */
const SCALAR = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/g;

const MUTATIONS: readonly Mutation[] = [
  (text, chance) => Buffer.from(text.slice(0, chance.below(text.length + 1))),
  replaceScalar,
  replaceScalar,
  replaceScalar,
  (text, chance) => Buffer.from(replaceOne(text, chance, () => nested(chance))),
  (text, chance) => Buffer.from(replaceOne(text, chance, (found) => `${found}${found}`)),
  (text, chance) => Buffer.from(text, chance.pick(['utf16le', 'latin1', 'base64', 'hex'] as const)),
  (text) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
  (text, chance) => Buffer.from(JSON.stringify(text).slice(chance.below(2))),
  (text, chance) => Buffer.from(`${text}${chance.pick(['\n', text, '\0', ',', '}', ' \t\r\n'])}`),
  (text, chance) => Buffer.from(text.replace(/[,:]/g, (mark) => `${mark}${chance.pick(SPACES)}`)),
  (text, chance) => mutateBytes(Buffer.from(text), chance),
  (text, chance) => mutateBytes(Buffer.from(text), chance),
  dropMember,
  repeatMember,
];

const SPACES = ['', ' ', '\n', '\t', '\r\n'];
/** Rare, since each costs as much as a thousand of the others. */
const LARGE: readonly Mutation[] = [
  (text, chance) =>
    Buffer.from(replaceOne(text, chance, () => JSON.stringify('x'.repeat(MEBIBYTE - text.length)))),
  (text, chance) => Buffer.from(replaceOne(text, chance, () => '['.repeat(500_000))),
  (text, chance) => Buffer.from(replaceOne(text, chance, () => '9'.repeat(MEBIBYTE - text.length))),
  (text, chance) =>
    Buffer.from(
      replaceOne(text, chance, () => `{${'"a":{'.repeat(100_000)}${'}'.repeat(100_001)}`),
    ),
  (_, chance) => Buffer.alloc(MEBIBYTE, chance.below(256)),
  (text) => Buffer.from(text.padEnd(MEBIBYTE, ' ')),
];
const LARGE_ONE_IN = 4000;

/** A record as a broken writer, or another program, might put it into the stream. */
export function mutateRecord(valid: string, chance: FuzzChance): Buffer {
  if (chance.below(LARGE_ONE_IN) === 0) return chance.pick(LARGE)(valid, chance);
  if (chance.below(200) === 0) return Buffer.alloc(0);
  const once = chance.pick(MUTATIONS)(valid, chance);
  return chance.below(4) === 0 ? chance.pick(MUTATIONS)(once.toString(), chance) : once;
}

function replaceScalar(text: string, chance: FuzzChance): Buffer {
  return Buffer.from(replaceOne(text, chance, () => chance.pick(VALUES)));
}

function replaceOne(
  text: string,
  chance: FuzzChance,
  replacement: (found: string) => string,
): string {
  const found = [...text.matchAll(SCALAR)];
  if (found.length === 0) return replacement(text);
  const { index, 0: scalar } = chance.pick(found);
  return text.slice(0, index) + replacement(scalar) + text.slice(index + scalar.length);
}

function nested(chance: FuzzChance): string {
  const depth = chance.pick([2, 30, 33, 63, 65, 200, 3000]);
  return chance.below(2) === 0
    ? `${'['.repeat(depth)}1${']'.repeat(depth)}`
    : `${'{"M":{"a":'.repeat(depth)}{"S":"x"}${'}}'.repeat(depth)}`;
}

function dropMember(text: string, chance: FuzzChance): Buffer {
  return Buffer.from(editMember(text, chance, () => ''));
}

function repeatMember(text: string, chance: FuzzChance): Buffer {
  return Buffer.from(editMember(text, chance, (member) => member + member));
}

function editMember(text: string, chance: FuzzChance, edit: (member: string) => string): string {
  const found = [...text.matchAll(/"[^"\\]*":(?:"[^"\\]*"|-?[\d.]+|true|false|null),/g)];
  if (found.length === 0) return text;
  const { index, 0: member } = chance.pick(found);
  return text.slice(0, index) + edit(member) + text.slice(index + member.length);
}
