import { join } from 'node:path';
import type { Transform } from './contenders';
import { ITEM_KINDS } from './generate-items';
import { generateRecords } from './generate-records';
import type { GeneratedRecord } from './generate-records';
import { judgePlain, judgeTributary } from './judge';
import type { Fates } from './judge';
import { measure } from './measure';
import type { Contenders } from './measure';
import { loadBundle } from '../load-bundle';
import type { Report } from '../report';
import { fateTable } from './fate-table';

const RECORDS = 20_000;
const ROUNDS = 9;

interface Judged {
  record: GeneratedRecord;
  plain: Fates;
  tributary: Fates;
}

/** Our transform of item changes beside that of the public samples, on the same records, both bundled as deployed. */
export function itemTransform(): Promise<Report> {
  const contenders = loadBundle(join(__dirname, 'contenders.ts')) as Contenders;
  const judged = generateRecords(RECORDS).map((record): Judged => ({
    record,
    plain: judgePlain(record, attempt(contenders.plain, record.data)),
    tributary: judgeTributary(record, attempt(contenders.tributary, record.data)),
  }));
  const right = judged.filter(
    ({ plain, tributary }) => plain.every(isKept) && tributary.every(isKept),
  );
  const rows = speeds(contenders, right);
  const altered = judged.filter(({ tributary }) => !tributary.every(isKept)).length;
  return Promise.resolve({
    title: 'Transform of item changes, rows a second',
    how:
      `${RECORDS} changes of DynamoDB's stream, ${megabytes(judged)} MB (${operations(judged)}), by plain ` +
      '`unmarshall` + `JSON.stringify` and by ours; the rate is over the records that both carry right.',
    heading: ['items', 'records', 'plain', 'tributary', 'ratio'],
    rows: rows.map(({ cells }) => cells),
    figures: [
      {
        what: 'ours to plain, over all',
        value: rows.at(-1)?.ratio ?? NaN,
        unit: 'x',
        bound: 'at least',
        floor: 1,
        goal: 2,
      },
      {
        what: 'records of which ours lost or altered a value',
        value: altered,
        unit: 'records',
        bound: 'at most',
        floor: 0,
      },
    ],
    preformatted: `What becomes of the values\n\n${fateTable(judged)}`,
  });
}

function attempt(transform: Transform, data: string): string | undefined {
  try {
    return transform(data);
  } catch {
    return undefined;
  }
}

function isKept([, fate]: Fates[number]): boolean {
  return fate === 'kept';
}

function speeds(contenders: Contenders, records: readonly Judged[]) {
  const kinds = [...ITEM_KINDS.map(({ name }) => name), 'all'];
  return kinds.map((kind) => {
    const data = records.flatMap(({ record }) =>
      kind === 'all' || record.kind === kind ? [record.data] : [],
    );
    const { plainRowsPerSecond, tributaryRowsPerSecond, ratio } = measure(contenders, data, ROUNDS);
    const rates = [plainRowsPerSecond, tributaryRowsPerSecond].map(Math.round);
    return { ratio, cells: [kind, data.length, ...rates, `${ratio.toFixed(2)} x`] };
  });
}

function megabytes(records: readonly Judged[]): string {
  const bytes = records.reduce((sum, { record }) => sum + (record.data.length * 3) / 4, 0);
  return (bytes / 1e6).toFixed(1);
}

function operations(records: readonly Judged[]): string {
  return (['insert', 'update', 'delete'] as const)
    .map((operation) => {
      const count = records.filter(({ record }) => record.operation === operation).length;
      return `${count} ${operation}s`;
    })
    .join(', ');
}
