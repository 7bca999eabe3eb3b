import fc from 'fast-check';
import { columnOf, pathOf } from '../../wire/item-column';
import { ITEM_ROW_COLUMNS } from '../../wire/item-row';
import { attributeName } from '../support/generated-items';

const RESERVED = [...ITEM_ROW_COLUMNS, 'day', 'hour'];
const step = fc.oneof(
  attributeName,
  fc.constantFrom(...RESERVED, '', 'eventId', 'sizeBytes', '_', '__', '0', '_0', '2_', 'É', 'ß'),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.nat(200),
);
const path = fc.tuple(
  fc.oneof(attributeName, fc.constantFrom(...RESERVED, 'eventId', 'keyJson', '')),
  fc.array(step, { maxLength: 5 }),
);

describe('columnOf', () => {
  it.each<[path: (string | number)[], column: string]>([
    [['id'], 'id'],
    [['jobTitle'], 'job_title'],
    [['Name'], '_name'],
    [['ID'], '_i_d'],
    [['first_name'], 'first__name'],
    [['address', 'city'], 'address_0city'],
    [['address', ''], 'address_0'],
    [['tags', 0], 'tags_10'],
    [['tags', 12], 'tags_112'],
    [['tags', '12'], 'tags_012'],
    [['lines', 2, 'unitPrice'], 'lines_12_0unit_price'],
    [['matrix', 1, 2], 'matrix_11_12'],
    [['straße'], 'stra_2df_e'],
    [['a b'], 'a_220_b'],
    [['\u{1f600}'], '_21f600_'],
    [['\ud83d'], '_2d83d_'],
    [['day'], '_264_ay'],
    [['hour'], '_268_our'],
    [['position'], '_270_osition'],
    [['eventId'], '_265_vent_id'],
    [['event_id'], 'event__id'],
    [['day', 'x'], 'day_0x'],
    [[''], '_2_'],
    [['', 'a'], '_2__0a'],
    [['__proto__'], '____proto____'],
  ])('writes %j as %s, and reads it back', (attribute, column) => {
    expect(columnOf(attribute)).toBe(column);
    expect(pathOf(column)).toEqual(attribute);
  });

  it('can be read back after lower-casing, is no reserved name, and legal in a catalogue', () => {
    fc.assert(
      fc.property(path, ([first, rest]) => {
        const column = columnOf([first, ...rest]);

        expect(column).toMatch(/^[a-z0-9_]+$/);
        expect(RESERVED).not.toContain(column);
        expect(pathOf(column.toLowerCase())).toEqual([first, ...rest]);
      }),
      { numRuns: 500 },
    );
  });

  it('gives two paths two columns', () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(columnOf(one.flat()) === columnOf(other.flat())).toBe(isSame);
      }),
      { numRuns: 500 },
    );
  });

  it('needs a name to begin with', () => {
    expect(() => columnOf([])).toThrow('begins with its name');
    expect(() => columnOf([0])).toThrow('begins with its name');
  });
});

describe('pathOf', () => {
  it.each([
    '',
    'day',
    'event_id',
    'Name',
    'a_3',
    'a_',
    '_0a',
    'tags_1',
    'tags_101',
    'a_10b',
    '_2df',
    '_2DF_',
    '_261_',
    '_2110000_',
    'stra_20df_e',
    'a_2_b',
  ])('refuses %j, which no attribute has', (column) => {
    expect(() => pathOf(column)).toThrow(`No attribute has the column ${JSON.stringify(column)}`);
  });
});
