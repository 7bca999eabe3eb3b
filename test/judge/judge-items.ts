import { createHash } from 'node:crypto';
import type { Finding, SourceRow } from './judge';
import { judgeTable } from './judge-table';
import { plainItem } from './plain-item';
import { readItemLines, type ItemLine } from './read-lake-lines';

export interface ItemEvidence {
  table: string;
  key: readonly string[];
  /** What the table holds now. */
  items: readonly SourceRow[];
  /** The folder of the feed's lake files. */
  lakeDirectory: string;
}

/**
 * The verdict on a DynamoDB feed, by code that shares nothing with the product: no finding, or what is
 * wrong. For runs without the duplicates of the hazards: there one shard holds a key's changes in order.
 */
export async function judgeItems(evidence: ItemEvidence): Promise<Finding[]> {
  const lines = (await readItemLines(evidence.lakeDirectory))
    .filter(({ tableName }) => tableName === evidence.table)
    .sort((a, b) => (a.record < b.record ? -1 : 1));
  const histories = lines.map(({ sequence, ...line }) => ({
    ...line,
    row: plainItem(JSON.parse(line.rowText ?? line.keyText) as Parameters<typeof plainItem>[0]),
    before: undefined,
    // Changes may share a time; none shares its sequence number.
    position: `${line.position}/${sequence}`,
  }));
  const source = { key: evidence.key, rows: evidence.items };
  return [
    ...judgeTable(evidence.table, source, histories),
    ...brokenChains(lines),
    ...lines.flatMap((line) => wrongKey(line, evidence.key)),
  ];
}

/** The key beside an item is the item's own. */
function wrongKey({ keyText, rowText }: ItemLine, key: readonly string[]): Finding[] {
  if (rowText === null) return [];
  const [told, item] = [keyText, rowText].map((text) => JSON.parse(text) as object);
  const own = Object.entries(item ?? {}).filter(([name]) => key.includes(name));
  return JSON.stringify(Object.entries(told ?? {})) === JSON.stringify(own)
    ? []
    : [{ kind: 'differing row', subject: keyText, detail: 'stands beside another key' }];
}

/** Each change says by hash which item it found and which it left. */
function brokenChains(lines: readonly ItemLine[]): Finding[] {
  const left = new Map<string, string | null>();
  return lines.flatMap(({ keyText, rowText, oldHash, newHash }) => {
    const subject = keyText;
    const found = left.get(keyText) ?? null;
    left.set(keyText, newHash);
    const findings: Finding[] = [];
    if (oldHash !== found)
      findings.push({ kind: 'broken history', subject, detail: 'began with another item' });
    if (newHash !== (rowText === null ? null : sha256(rowText)))
      findings.push({ kind: 'differing row', subject, detail: 'is not the item of its hash' });
    return findings;
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
