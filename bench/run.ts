import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { textTable } from '../cli/text-table';
import { bundle } from '../stacks/constructs/bundle';
import type { Transform } from './contenders';
import { ITEM_KINDS } from './generate-items';
import { generateRecords } from './generate-records';
import type { GeneratedRecord } from './generate-records';
import { judgePlain, judgeTributary } from './judge';
import type { Fates } from './judge';
import { measure } from './measure';
import type { Contenders } from './measure';
import { fateTable } from './fate-table';

/*
 * `npm run bench`: our transform of item changes beside that of the public samples, on the same records.
 * Both run as functions are deployed: bundled into one file, and minified.
 */

const RECORDS = 20_000;
const ROUNDS = 9;

interface Judged {
  record: GeneratedRecord;
  plain: Fates;
  tributary: Fates;
}

const contenders = loadContenders();
const judged = generateRecords(RECORDS).map((record): Judged => ({
  record,
  plain: judgePlain(record, attempt(contenders.plain, record.data)),
  tributary: judgeTributary(record, attempt(contenders.tributary, record.data)),
}));
const right = judged.filter(
  ({ plain, tributary }) => plain.every(isKept) && tributary.every(isKept),
);

print(`${RECORDS} changes of DynamoDB's stream, ${megabytes(judged)} MB: ${operations(judged)}`);
print('\nRows a second, where both are right (medians of rounds by turns)\n');
print(textTable([['', 'records', '  plain', 'tributary', ' ratio'], ...speeds(right)]));
print('\nWhat becomes of the values\n');
print(fateTable(judged));
process.exitCode = judged.every(({ tributary }) => tributary.every(isKept)) ? 0 : 1;

/** Past tsx, which would rewrite the file as it loads it. */
function loadContenders(): Contenders {
  const file = join(bundle(join(__dirname, 'contenders.ts')), 'index.js');
  const module = { exports: {} };
  const load = compileFunction(readFileSync(file, 'utf8'), ['module', 'exports', 'require']) as (
    ...parameters: unknown[]
  ) => void;
  load(module, module.exports, createRequire(file));
  return module.exports as Contenders;
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

function speeds(records: readonly Judged[]): (string | number)[][] {
  const kinds = [...ITEM_KINDS.map(({ name }) => name), 'all'];
  return kinds.map((kind) => {
    const data = records.flatMap(({ record }) =>
      kind === 'all' || record.kind === kind ? [record.data] : [],
    );
    const { plainRowsPerSecond, tributaryRowsPerSecond, ratio } = measure(contenders, data, ROUNDS);
    return [
      kind,
      data.length,
      Math.round(plainRowsPerSecond),
      Math.round(tributaryRowsPerSecond),
      `${ratio.toFixed(2)} x`,
    ];
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

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
