import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { runItemDemo } from '../../cli/demo/run-item-demo';
import { laptopTarget } from '../../cli/resolve-target';
import { runLaptop, type RunningLaptop } from '../../cli/run-laptop';
import { silentScreen } from '../../cli/screen';
import { closeTarget, type DynamoTarget } from '../../cli/target';
import { requireTool } from '../support/require-tool';
import type { SourceRow } from './judge';
import { judgeItems, type ItemEvidence } from './judge-items';
import { plainItem } from './plain-item';
import { plantFaults } from './plant-faults';
import { findBoto3 } from './read-items';

/** The judge looks at a copy of the lake for each of its lines. */

const ITEMS = 40;

let folder: string;
let laptop: RunningLaptop;
let target: DynamoTarget;
let evidence: ItemEvidence;

/** The demo over real transports, with few items and its services' waits short. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-judge-items-'));
  laptop = await runLaptop({
    directory: join(folder, 'run'),
    feeds: ['people'],
    port: 0,
    sqlPort: 0,
    fast: 120,
    report: () => undefined,
  });
  target = laptopTarget(laptop.state, 'people') as DynamoTarget;
  await runItemDemo(target, silentScreen, { items: ITEMS, seed: 1, settleSeconds: 60 });
  evidence = evidenceOf(await scan());
});

afterAll(async () => {
  closeTarget(target);
  await laptop.close();
  rmSync(folder, { recursive: true });
});

/** By the client that the product uses too; bytes become base64 by a conversion of its own. */
async function scan(): Promise<SourceRow[]> {
  const { Items = [] } = await target.clients.dynamodb.send(
    new ScanCommand({ TableName: target.feed.table.name, ConsistentRead: true }),
  );
  const text = JSON.stringify(Items, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
  return (JSON.parse(text) as Parameters<typeof plainItem>[0][]).map(plainItem);
}

function evidenceOf(items: SourceRow[]): ItemEvidence {
  const { lake, table } = target.feed;
  const lakeDirectory = join(folder, 'run/state/s3', lake.bucket, lake.prefix);
  return { table: table.name, key: ['id'], items, lakeDirectory };
}

describe('the DynamoDB demo before the judge', () => {
  it('is without a finding', async () => {
    expect(await judgeItems(evidence)).toEqual([]);
  });

  it('was about items that changed and items that went', () => {
    const walkthrough = evidence.items.find(({ id }) => id === 'S "864732"');

    // Every fifteenth of the generated ones is deleted, the second first.
    expect(evidence.items).toHaveLength(1 + ITEMS - 3);
    expect(walkthrough?.['jobTitle']).toBe('S "Senior Architect"');
  });

  requireTool(findBoto3(), (readItems) => {
    it('is without a finding for a client that we did not write', async () => {
      const items = await readItems(laptop.state.endpointUrl, evidence.table);

      expect(items).toHaveLength(1 + ITEMS - 3);
      expect(await judgeItems(evidenceOf(items))).toEqual([]);
    });
  });
});

describe('the judge of items turns red', () => {
  const plant = async (fault: (line: string) => string[]) => {
    const text = `"table_name":"${evidence.table}"`;
    const verdicts = await plantFaults({ judge: judgeItems, evidence, folder, text }, fault);
    expect(verdicts.length).toBeGreaterThan(ITEMS);
    return verdicts.filter(({ red }) => !red);
  };

  it('whichever line is dropped from the lake', async () => {
    expect(await plant(() => [])).toEqual([]);
  });

  it('whichever line stands twice', async () => {
    expect(await plant((line) => [line, line])).toEqual([]);
  });

  it('whichever line has one digit of its item altered', async () => {
    const altered = (line: string) =>
      line.replace(
        /("(?:row|key)_json":"[^}]*?)(\d)/,
        (_, before: string, digit: string) =>
          `${before}${digit === '9' ? '1' : String(Number(digit) + 1)}`,
      );

    expect(await plant((line) => [altered(line)])).toEqual([]);
  });
});
