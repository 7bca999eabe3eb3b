import { join } from 'node:path';
import { loadBundle } from '../load-bundle';
import type { Report } from '../report';
import { inTurns, rowsPerSecond } from '../rounds';
import type * as Decisions from './decisions';

const RECORDS = 50_000;
const ROUNDS = 7;

interface InvoiceRecord {
  data: string;
  invoiceId: string;
  amount: string;
  aboveNormal: boolean;
}

/** Decoding a DMS record and judging its invoice, beside `JSON.parse` of the same bytes and a comparison. */
export async function alerts(): Promise<Report> {
  const { plain, tributary } = loadBundle(join(__dirname, 'decisions.ts')) as typeof Decisions;
  const records = Array.from({ length: RECORDS }, (_, index) => invoiceRecord(index));
  const right = (decide: Decisions.Decide) =>
    records.filter(({ data, ...expected }) => {
      const made = decide(data);
      return (
        made.invoiceId === expected.invoiceId &&
        made.amount === expected.amount &&
        made.aboveNormal === expected.aboveNormal
      );
    }).length;
  const exact = { plain: right(plain), tributary: right(tributary) };
  const rate = (decide: Decisions.Decide) => () =>
    rowsPerSecond(RECORDS, () => {
      let above = 0;
      for (const { data } of records) if (decide(data).aboveNormal) above += 1;
      if (above === 0) throw new Error('Nothing was judged above normal');
    });
  const found = await inTurns({ plain: rate(plain), tributary: rate(tributary) }, ROUNDS);
  const times = found.plain / found.tributary;
  return {
    title: 'Decode and decide, records a second on one core',
    how: `${RECORDS.toLocaleString('en')} inserts of dbo.invoices as DMS writes them, in base64; half of the amounts have more digits than a double.`,
    heading: ['way', 'records/s', 'amounts exact'],
    rows: [
      ['base64 + JSON.parse', Math.round(found.plain), exact.plain],
      ['decoded, checked, judged', Math.round(found.tributary), exact.tributary],
    ],
    figures: [
      {
        what: 'time of ours to plain',
        value: times,
        unit: 'x',
        bound: 'at most',
        floor: 2.5,
        goal: 1.5,
      },
      {
        what: 'records exact',
        value: exact.tributary,
        unit: 'records',
        bound: 'at least',
        floor: RECORDS,
      },
    ],
  };
}

function invoiceRecord(index: number): InvoiceRecord {
  const kwh = index % 50 === 0 ? 900 : 20 + (index % 300);
  const amount = index % 2 === 0 ? `${index}.5` : `9007199254740993${index}.0123456789`;
  const position = index.toString(16).padStart(8, '0');
  const text =
    `{"data":{"invoice_id":${index},"customer_id":${1000 + (index % 997)},"billing_date":"2022-05-15",` +
    `"due_date":"2022-05-30","balance":null,"monthly_kwh_use":${kwh},"total_amount_due":${amount}},` +
    '"metadata":{"timestamp":"2026-11-21T11:05:00.000000Z","record-type":"data","operation":"insert",' +
    '"partition-key-type":"attribute-name","partition-key-value":"1000","schema-name":"dbo","table-name":"invoices",' +
    `"transaction-id":${index},"transaction-record-id":1,"commit-timestamp":"2026-11-21T11:04:59.000000Z",` +
    `"stream-position":"00000027:${position}:0003.00000000000000000000"}}\n`;
  return {
    data: Buffer.from(text).toString('base64'),
    invoiceId: String(index),
    amount,
    aboveNormal: kwh > 400,
  };
}
