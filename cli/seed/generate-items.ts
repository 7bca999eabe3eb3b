import type { AttributeValue, Item } from '../../wire/attribute-value';
import { draw } from './draw';

export interface ItemPlan {
  items: number;
  /** The same seed gives the same items. */
  seed: number;
  /** The type of the key `id`, as the table has it. */
  keyType: 'S' | 'N';
}

/** Up from here there is room for all that the demo takes, below the walkthrough's own item, 864732. */
const FIRST_ID = 100_000;

/** Every item has what a person has, and one of these, in turn: what is hard to carry unchanged. */
const HARD_PARTS: readonly ((plan: ItemPlan, at: number) => Item)[] = [
  () => ({
    balance: { N: '99999999999999999999999999999999999999' },
    share: { N: '0.00000000000000000000000000000000000001' },
    distance: { N: '1.23e+40' },
    smallest: { N: '-1E-130' },
    bigId: { N: '9007199254740993' },
  }),
  (plan, at) => ({
    skills: { SS: words(plan, at, 4) },
    scores: { NS: ['3.1415926535897932384626433832795028842', '-7', '0', '1e3'] },
    fingerprints: { BS: [base64(plan, at, 8), base64(plan, at + 1, 16)] },
  }),
  (plan, at) => ({
    photo: { B: base64(plan, at, 200) },
    empty_photo: { B: '' },
    note: { S: '' },
    tags: { L: [] },
    preferences: { M: {} },
    leftAt: { NULL: true },
  }),
  (plan, at) => ({
    address: {
      M: {
        city: { S: pick(CITIES, plan, at) },
        Lines: { L: [{ S: `${String(at)} Main Street` }, { S: 'Flat "2"\n' }] },
        geo: { M: { lat: { N: decimal(plan, at, 90) }, lon: { N: decimal(plan, at + 1, 180) } } },
        checked_by: { NULL: true },
      },
    },
    nested: nest(plan, at, 7),
  }),
  (plan, at) => ({
    Name: { S: `N ${String(at)}` },
    name: { S: `n ${String(at)}` },
    FULL_NAME: { S: 'Zoë Ωmega 日本 🚀' },
    'straße.nr': { S: 'a\u2028b' },
    day: { S: 'Monday' },
    history: {
      L: [
        { M: { from: { N: String(2000 + (at % 25)) }, role: { S: 'Intern' } } },
        { L: [{ BOOL: false }, { N: '0' }, { SS: words(plan, at, 2) }] },
      ],
    },
  }),
];

const FIRST_NAMES = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Donald', 'Frances', 'Kristen', 'Alan'];
const CITIES = ['Dublin', 'Cork', 'Galway', 'Limerick', 'Sligo'];
const JOBS = ['Engineer', 'Architect', 'Analyst', 'Designer', 'Manager', 'Tester'];
const WORDS = ['sql', 'kinesis', 'typescript', 'go', 'writing', 'Réseau', 'café', '統計'];

/** Items `from` to `to` (exclusive) of the plan, without making the ones before them. */
export function generatedItems(plan: ItemPlan, from: number, to: number): Item[] {
  return Array.from({ length: to - from }, (_, offset) => generatedItem(plan, from + offset));
}

export function generatedKey({ keyType }: Pick<ItemPlan, 'keyType'>, at: number): Item {
  return { id: idValue(keyType, FIRST_ID + at) };
}

export function idValue(keyType: 'S' | 'N', id: number): AttributeValue {
  return keyType === 'S' ? { S: String(id) } : { N: String(id) };
}

/** The item at that place of the plan. */
export function generatedItem(plan: ItemPlan, at: number): Item {
  const hard = HARD_PARTS[at % HARD_PARTS.length];
  return {
    ...generatedKey(plan, at),
    name: { S: pick(FIRST_NAMES, plan, at) },
    jobTitle: { S: pick(JOBS, plan, at) },
    salary: { N: decimal(plan, at, 200_000) },
    is_active: { BOOL: draw(plan.seed, at, 1) < 0.8 },
    ...hard?.(plan, at),
  };
}

function nest(plan: ItemPlan, at: number, depth: number): AttributeValue {
  if (depth === 0) return { B: base64(plan, at, 4) };
  const inner = nest(plan, at, depth - 1);
  return depth % 2 === 0 ? { L: [inner] } : { M: { [`level_${String(depth)}`]: inner } };
}

function pick(from: readonly string[], { seed }: ItemPlan, at: number): string {
  return from[Math.floor(draw(seed, at, 2) * from.length)] ?? '';
}

/** Distinct, as the members of a set are. */
function words(plan: ItemPlan, at: number, length: number): string[] {
  const first = Math.floor(draw(plan.seed, at, 3) * WORDS.length);
  return Array.from({ length }, (_, next) => WORDS[(first + next) % WORDS.length] ?? '');
}

function decimal({ seed }: ItemPlan, at: number, below: number): string {
  return (draw(seed, at, 4) * below).toFixed(2);
}

function base64({ seed }: ItemPlan, at: number, bytes: number): string {
  const drawn = Array.from({ length: bytes }, (_, byte) =>
    Math.floor(draw(seed, at, 5 + byte) * 256),
  );
  return Buffer.from(drawn).toString('base64');
}
