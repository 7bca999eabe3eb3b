import { highUsageMax, invoiceRows, isPlanted } from '../../../cli/seed/generate-invoices';

const plan = { rows: 100, seed: 1, highUsage: 3 };

describe('invoiceRows', () => {
  it('gives the same rows for the same seed, whichever chunk asks', () => {
    expect(invoiceRows(plan, 40, 60)).toEqual(invoiceRows(plan, 0, 100).slice(40, 60));
  });

  it('gives each invoice an id of its own', () => {
    const ids = invoiceRows(plan, 0, 100).map((row) => row['invoice_id']);

    expect(new Set(ids).size).toBe(100);
  });

  it('keeps ids of different seeds apart', () => {
    const first = invoiceRows({ ...plan, seed: 1 }, 0, 100).map((row) => row['invoice_id']);
    const second = invoiceRows({ ...plan, seed: 2 }, 0, 100).map((row) => row['invoice_id']);

    expect(first.filter((id) => second.includes(id))).toEqual([]);
  });

  it('stays within INT at the last seed', () => {
    const [row] = invoiceRows({ rows: 1, seed: 1999, highUsage: 0 }, 0, 1);

    expect(Number(row?.['invoice_id'])).toBeLessThanOrEqual(2_147_483_647);
  });

  it('plants usage above twice the mean of the customer before it, and nowhere else', () => {
    const rows = invoiceRows(plan, 0, 100);
    const above = rows.flatMap((row, at) => {
      const earlier = rows
        .slice(at - (at % 10), at)
        .map((other) => Number(other['monthly_kwh_use']));
      const mean = earlier.reduce((sum, usage) => sum + usage, 0) / earlier.length;
      return earlier.length >= 3 && Number(row['monthly_kwh_use']) > 2 * mean ? [at] : [];
    });

    expect(above).toEqual([9, 19, 29]);
  });
});

describe('isPlanted', () => {
  it("takes the customer's last invoice where the rows end early", () => {
    expect(isPlanted({ rows: 5, seed: 1, highUsage: 1 }, 4)).toBe(true);
  });
});

describe('highUsageMax', () => {
  it.each([
    [3, 0],
    [4, 1],
    [10, 1],
    [13, 1],
    [14, 2],
  ])('has room among %i rows for %i', (rows, expected) => {
    expect(highUsageMax(rows)).toBe(expected);
  });
});
