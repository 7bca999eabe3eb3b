import fc from 'fast-check';
import { findDifferences } from '../../../cli/reconcile/find-differences';
import type { Side } from '../../../cli/reconcile/side';
import { RANGES_MAX, RangeSums, type PlaceCut } from '../../../wire/place-ranges';
import { hashOfValues } from '../../../wire/row-checksum';

type Row = readonly [key: string, value: string];

/** A side that lies in memory, and remembers what it was asked. */
class MemorySide implements Side {
  readonly cuts: PlaceCut[] = [];
  listed = 0;
  rangesMost = 0;

  readonly #rows: readonly Row[];

  constructor(given: readonly Row[]) {
    this.#rows = given;
  }

  checksums(cut: PlaceCut) {
    this.cuts.push(cut);
    const sums = new RangeSums(cut);
    for (const [key, value] of this.#rows) {
      sums.add(hashOfValues([key]), hashOfValues([key, value]));
    }
    this.rangesMost = Math.max(this.rangesMost, sums.result().length);
    return Promise.resolve(sums.result());
  }

  list(prefixes: readonly string[]) {
    const rows = this.#rows
      .map(([key, value]) => ({
        key: [key],
        place: hashOfValues([key]),
        hash: hashOfValues([key, value]),
        copies: this.#rows.filter(([other]) => other === key).length,
      }))
      .filter(({ place }) => prefixes.some((prefix) => place.startsWith(prefix)));
    this.listed += rows.length;
    return Promise.resolve(rows);
  }
}

const rows = (count: number): Row[] => Array.from({ length: count }, (_, at) => [`k${at}`, 'v']);

function keysOf({ keys }: { keys: readonly { key: readonly (string | null)[] }[] }): string[] {
  return keys.map(({ key }) => String(key[0])).sort();
}

describe('findDifferences', () => {
  it('names exactly the keys that differ, whatever they are', async () => {
    const side = fc.dictionary(fc.string({ maxLength: 3 }), fc.string({ maxLength: 2 }), {
      maxKeys: 40,
    });
    await fc.assert(
      fc.asyncProperty(side, side, async (source, lake) => {
        const found = await findDifferences(
          new MemorySide(Object.entries(source)),
          new MemorySide(Object.entries(lake)),
        );

        const all = [...new Set([...Object.keys(source), ...Object.keys(lake)])];
        expect(keysOf(found)).toEqual(all.filter((key) => source[key] !== lake[key]).sort());
      }),
    );
  });

  it('asks for no row of what is alike', async () => {
    const source = new MemorySide(rows(3000));
    const lake = new MemorySide(rows(3000));

    expect(await findDifferences(source, lake)).toMatchObject({
      sourceRows: 3000,
      lakeRows: 3000,
      rangesDiffering: 0,
      keys: [],
    });
    expect([source.cuts.length, source.listed, lake.listed]).toEqual([1, 0, 0]);
  });

  it('cuts a large range that differs until a small one is listed', async () => {
    const crowded = crowdedRows(700);
    const source = new MemorySide(crowded);
    const lake = new MemorySide(crowded.slice(1));

    const found = await findDifferences(source, lake);

    expect(keysOf(found)).toEqual([crowded[0]![0]]);
    expect(source.cuts.map(({ digits }) => digits)).toEqual([3, 5]);
    expect(source.listed).toBeLessThan(20);
  });

  it('names a key that is there twice', async () => {
    const found = await findDifferences(
      new MemorySide([...rows(3), ['k1', 'v']]),
      new MemorySide(rows(3)),
    );

    expect(keysOf(found)).toEqual(['k1']);
  });

  it('holds a bounded number of keys when everything differs, and counts the rest', async () => {
    const source = new MemorySide(rows(7000));

    const found = await findDifferences(source, new MemorySide([]));

    expect(found.keys.length).toBeLessThanOrEqual(5000);
    expect(found.keys.length + found.rowsNotNamed).toBe(7000);
    expect(source.rangesMost).toBeLessThanOrEqual(RANGES_MAX);
  });
});

/** Keys whose places share their first three digits. */
function crowdedRows(count: number): Row[] {
  const wanted = hashOfValues(['k0']).slice(0, 3);
  const found: Row[] = [];
  for (let at = 0; found.length < count; at += 1) {
    if (hashOfValues([`k${at}`]).startsWith(wanted)) found.push([`k${at}`, 'v']);
  }
  return found;
}
