import { DescribeStreamCommand, type KinesisClient } from '@aws-sdk/client-kinesis';
import { setTimeout as delay } from 'node:timers/promises';

const ATTEMPTS_MAX = 500;

/** Waits until a stream is active again; the client is used for nothing else and closed. */
export async function streamActive(client: KinesisClient, StreamName: string): Promise<void> {
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }));
      if (StreamDescription?.StreamStatus === 'ACTIVE') return;
      await delay(10);
    }
    throw new Error(`The stream ${StreamName} does not become active.`);
  } finally {
    client.destroy();
  }
}
