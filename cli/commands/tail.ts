import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import type { Command } from 'commander';
import { addTargetOptions, wholeNumber, withTarget, type TargetOptions } from '../command-options';
import type { Target } from '../resolve-target';
import type { Screen } from '../screen';

interface TailOptions extends TargetOptions {
  from: 'latest' | 'oldest';
  limit?: number;
}

/** A shard takes five reads a second, which all its readers share. */
const POLL_MILLISECONDS = 1000;

export function addTailCommand(program: Command, screen: Screen): void {
  const command = program
    .command('tail')
    .description('print the records of the stream as they come, one JSON object a line')
    .option('--from <place>', 'latest, or oldest: all that the stream still holds', 'latest')
    .option('--limit <n>', 'stop after so many records', wholeNumber({ min: 1, max: 1e9 }))
    .action((options: TailOptions) =>
      withTarget(options, (target) => tail(target, options, screen)),
    );
  addTargetOptions(command, 'reads');
}

async function tail(target: Target, options: TailOptions, screen: Screen): Promise<void> {
  const { kinesis } = target.clients;
  const iterators = new Map<string, string>();
  for (const shard of await shardIds(kinesis, target.feed.stream.arn)) {
    iterators.set(shard, await firstIterator(target, shard, options.from));
  }
  let printed = 0;
  while (iterators.size > 0) {
    for (const [shard, iterator] of iterators) {
      const { Records = [], NextShardIterator } = await kinesis.send(
        new GetRecordsCommand({ ShardIterator: iterator, StreamARN: target.feed.stream.arn }),
      );
      for (const { Data = new Uint8Array() } of Records) {
        screen.line(Buffer.from(Data).toString().trimEnd());
        printed += 1;
        if (printed === options.limit) return;
      }
      if (NextShardIterator === undefined) iterators.delete(shard);
      else iterators.set(shard, NextShardIterator);
    }
    await sleep(POLL_MILLISECONDS);
  }
}

async function shardIds(kinesis: KinesisClient, streamArn: string): Promise<string[]> {
  const ids: string[] = [];
  let token: string | undefined;
  do {
    // A request with a token may not name the stream again.
    const page = await kinesis.send(
      new ListShardsCommand(token === undefined ? { StreamARN: streamArn } : { NextToken: token }),
    );
    ids.push(...(page.Shards ?? []).flatMap((shard) => shard.ShardId ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return ids;
}

async function firstIterator(
  target: Target,
  shard: string,
  from: TailOptions['from'],
): Promise<string> {
  const { ShardIterator = '' } = await target.clients.kinesis.send(
    new GetShardIteratorCommand({
      StreamARN: target.feed.stream.arn,
      ShardId: shard,
      ShardIteratorType: from === 'oldest' ? 'TRIM_HORIZON' : 'LATEST',
    }),
  );
  return ShardIterator;
}
