import type { Chance } from './chance';
import { flag, list, map, nothing, number, text } from './true-value';
import type { HardValue, TrueItem, TrueValue } from './true-value';

const CITIES = [
  'Berlin',
  'Leipzig',
  'Oslo',
  'Lisbon',
  'Ghent',
  'Turin',
  'Zürich',
  'München',
  '東京',
];
const NAMES = [
  'Jane Doe',
  'Richard Roe',
  'Ada Lovelace',
  'Grace Hopper',
  'Alan Turing',
  'Zoë Ruiz',
];
const TITLES = ['Architect', 'Senior Architect', 'Engineer', 'Analyst', 'Manager'];

export interface ItemKind {
  name: string;
  /** Of a hundred items, how many are of it. */
  share: number;
  key: readonly string[];
  make: (chance: Chance, id: number) => TrueItem;
  /** What an update changes. */
  touch: (chance: Chance) => TrueItem;
}

const price = (chance: Chance) => number(`${chance.below(500)}.${1 + chance.below(9)}`);
const time = (chance: Chance) =>
  text(`2026-11-${10 + chance.below(18)}T${10 + chance.below(14)}:30:00Z`);

function orderLine(chance: Chance): TrueValue {
  return map({
    sku: text(`SKU-${chance.below(90_000)}`),
    quantity: number(1 + chance.below(5)),
    price: price(chance),
    options: map({
      colour: text(chance.of(['red', 'blue', 'green'])),
      gift: flag(chance.percent(9)),
    }),
  });
}

function address(chance: Chance): TrueValue {
  return map({
    street: text(`Main Street ${chance.below(300)}`),
    city: text(chance.of(CITIES)),
    zip: text(chance.digits(5)),
    geo: map({ lat: number(`${chance.below(60)}.52`), lon: number(`-${chance.below(90)}.405`) }),
  });
}

/** The walkthrough's people, customers with many attributes, orders that nest, and what devices send. */
export const ITEM_KINDS: readonly ItemKind[] = [
  {
    name: 'people',
    share: 10,
    key: ['id'],
    make: (chance, id) => ({
      id: text(String(864_732 + id)),
      name: text(chance.of(NAMES)),
      jobTitle: text(chance.of(TITLES)),
      salary: number(40_000 + chance.below(60_000)),
    }),
    touch: (chance) => ({ jobTitle: text(chance.of(TITLES)) }),
  },
  {
    name: 'customers',
    share: 25,
    key: ['customerId'],
    make: (chance, id) => ({
      customerId: text(`c-${id}`),
      name: text(chance.of(NAMES)),
      email: text(`user${id}@example.com`),
      loyaltyPoints: number(chance.below(9000)),
      discount: number(`0.${1 + chance.below(9)}`),
      balance: number(`-${chance.below(400)}.75`),
      isActive: flag(chance.percent(90)),
      newsletter: flag(chance.percent(40)),
      referredBy: nothing,
      createdAt: time(chance),
      address: address(chance),
      preferences: map({
        language: text(chance.of(['de', 'en', 'fr'])),
        currency: text('EUR'),
        contact: map({ email: flag(true), sms: flag(false), hours: list([number(9), number(17)]) }),
        empty: map({}),
      }),
      interests: list([text('music'), text('travel'), text('quotes "and" \\ slashes')]),
      visits: number(chance.below(200)),
      updatedAt: time(chance),
    }),
    touch: (chance) => ({ visits: number(chance.below(200)), updatedAt: time(chance) }),
  },
  {
    name: 'orders',
    share: 45,
    key: ['pk', 'sk'],
    make: (chance, id) => ({
      pk: text(`CUSTOMER#${chance.below(5000)}`),
      sk: text(`ORDER#${id}`),
      status: text('NEW'),
      total: price(chance),
      currency: text('EUR'),
      coupon: nothing,
      lines: list(Array.from({ length: 1 + chance.below(12) }, () => orderLine(chance))),
      shipTo: address(chance),
      history: list([map({ at: time(chance), by: text('web') })]),
      version: number(1),
    }),
    touch: (chance) => ({ status: text(chance.of(['PAID', 'SHIPPED'])), version: number(2) }),
  },
  {
    name: 'readings',
    share: 20,
    key: ['device', 'at'],
    make: (chance, id) => ({
      device: text(`d-${chance.below(400)}`),
      at: number(1_764_108_300_000 + id),
      temperature: number(`${chance.below(40)}.${1 + chance.below(9)}`),
      humidity: number(chance.below(100)),
      voltage: number('3.31'),
      samples: list(Array.from({ length: 12 }, () => number(chance.below(1000)))),
      state: map({ ok: flag(true), uptime: number(chance.below(90_000)), errors: list([]) }),
    }),
    touch: (chance) => ({ humidity: number(chance.below(100)) }),
  },
];

/** A value of the class, and how the wire writes its number where that differs. */
export const HARD_MAKERS: Record<HardValue, (chance: Chance) => TrueValue> = {
  'integers of 17 to 38 digits': (chance) => number(chance.digits(17 + chance.below(22))),
  'decimals of 19 digits': (chance) =>
    number(`${chance.digits(9)}.${chance.digits(10).replace(/0$/, '7')}`),
  '1.23e+40': () => number(`123${'0'.repeat(38)}`),
  'string sets': (chance) => ({ type: 'SS', value: ['data', 'web', chance.digits(4)] }),
  'number sets': (chance) => ({ type: 'NS', value: ['-1.5', chance.digits(6), chance.digits(30)] }),
  'binary and binary sets': (chance) =>
    chance.percent(50)
      ? { type: 'B', value: binary(chance) }
      : { type: 'BS', value: [binary(chance), Buffer.from('other').toString('base64')] },
};

function binary(chance: Chance): string {
  return Buffer.from(chance.digits(20)).toString('base64');
}
