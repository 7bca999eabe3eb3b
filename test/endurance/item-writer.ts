import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { toSdkItem } from '../../cli/items/sdk-item';
import { generatedItem } from '../../cli/seed/generate-items';
import type { FuzzChance } from '../fuzz/fuzz-chance';
import type { LaptopProcess } from '../support/laptop-process';

const PLAN = { items: 0, seed: 7, keyType: 'S' } as const;
const AGAIN_MILLISECONDS = 150;
const ITEMS_AT_ONCE = 4;

/** As `InvoiceWriter`, for items: each write is repeated until it is acknowledged, since repeating it is harmless. */
export class ItemWriter {
  /** By id: the count that the last acknowledged write gave it, or null where it deleted the item. */
  readonly ledger = new Map<string, number | null>();
  written = 0;
  private readonly client: DynamoDBClient;
  private readonly table: string;
  private readonly chance: FuzzChance;
  private readonly livingMax: number;

  /** `livingMax`: of the items written, so many stand at once; the oldest ones are deleted. */
  constructor(
    laptop: Pick<LaptopProcess, 'people' | 'endpointUrl'>,
    chance: FuzzChance,
    livingMax = Infinity,
  ) {
    const { feed } = laptop.people();
    this.client = new DynamoDBClient({
      region: feed.region,
      endpoint: laptop.endpointUrl(),
      maxAttempts: 1,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    });
    this.table = feed.table.name;
    this.chance = chance;
    this.livingMax = livingMax;
  }

  async writeAll(items: number): Promise<void> {
    for (let at = 0; at < items; at += ITEMS_AT_ONCE) {
      const batch = Array.from(
        { length: Math.min(ITEMS_AT_ONCE, items - at) },
        (_, one) => at + one,
      );
      await Promise.all(batch.map((one) => this.write(one)));
    }
  }

  async compare(): Promise<string[]> {
    const found = new Map<string, number>();
    let ExclusiveStartKey: Record<string, never> | undefined;
    do {
      const page = await this.client.send(
        new ScanCommand({ TableName: this.table, ConsistentRead: true, ExclusiveStartKey }),
      );
      for (const item of page.Items ?? []) found.set(item['id']?.S ?? '', Number(item['count']?.N));
      ExclusiveStartKey = page.LastEvaluatedKey as Record<string, never> | undefined;
    } while (ExclusiveStartKey !== undefined);
    return [...this.ledger].flatMap(([id, count]) =>
      (found.get(id) ?? null) === count
        ? []
        : [`item ${id}: acknowledged ${String(count)}, found ${String(found.get(id))}`],
    );
  }

  close(): void {
    this.client.destroy();
  }

  private async write(at: number): Promise<void> {
    const text = idOf(at);
    const item = toSdkItem({ ...generatedItem(PLAN, at), count: { N: '1' } });
    const put = new PutItemCommand({ TableName: this.table, Item: item });
    await this.acknowledged(() => this.client.send(put));
    this.ledger.set(text, 1);
    const kind = this.chance.below(6);
    const Key = { id: { S: text } };
    if (kind < 3) {
      const update = new UpdateItemCommand({
        TableName: this.table,
        Key,
        UpdateExpression: 'SET #count = :count',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':count': { N: String(at + 2) } },
      });
      await this.acknowledged(() => this.client.send(update));
      this.ledger.set(text, at + 2);
    } else if (kind === 3) await this.delete(text);
    if (at >= this.livingMax) await this.delete(idOf(at - this.livingMax));
    this.written += 1;
  }

  private async delete(id: string): Promise<void> {
    const deletion = new DeleteItemCommand({ TableName: this.table, Key: { id: { S: id } } });
    await this.acknowledged(() => this.client.send(deletion));
    this.ledger.set(id, null);
  }

  private async acknowledged(send: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await send();
        return;
      } catch {
        await sleep(AGAIN_MILLISECONDS);
      }
    }
  }
}

function idOf(at: number): string {
  return (generatedItem(PLAN, at)['id'] as { S: string }).S;
}
