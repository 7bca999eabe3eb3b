import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Item } from '../../../../wire/attribute-value';
import { readStream } from './read-stream';
import { dynamoDbOnDisk } from './write-until-killed';

const SCRIPT = join(__dirname, 'write-until-killed.ts');

/** Kills the writer once it has acknowledged so many writes; gives the last count of each item. */
async function killAfter(writes: number, root: string): Promise<Map<string, number>> {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const counts = new Map<string, number>();
  let seen = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [id = '', count] = line.split(' ');
    counts.set(id, Number(count));
    seen += 1;
    if (seen === writes) child.kill('SIGKILL');
  }
  await exited;
  return counts;
}

const countIn = (image: unknown) => Number((image as Item & { n: { N: string } }).n.N);

describe('a DynamoDB that is killed while it writes', () => {
  it('keeps every acknowledged item, and each item with exactly its changes', async () => {
    const root = await mkdtemp(join(tmpdir(), 'tributary-killed-'));

    const acknowledged = await killAfter(300, root);

    const { dynamoDb, call, cloud } = dynamoDbOnDisk(root);
    const { Items } = (await call('Scan', { TableName: 'counts' })) as { Items: Item[] };
    const changes = await readStream(dynamoDb, 'counts');
    await dynamoDb.close();
    await cloud.storage.close();
    await rm(root, { recursive: true });
    expect(acknowledged.size).toBe(8);
    for (const item of Items) {
      const { S: id } = item['id'] as { S: string };
      const logged = changes
        .filter(
          ({ dynamodb }) => JSON.stringify(dynamodb.Keys) === JSON.stringify({ id: { S: id } }),
        )
        .map(({ dynamodb }) => countIn(dynamodb.NewImage));
      expect(logged).toEqual(Array.from({ length: countIn(item) }, (_, at) => at + 1));
      expect(countIn(item)).toBeGreaterThanOrEqual(acknowledged.get(id) ?? Infinity);
    }
  });
});
