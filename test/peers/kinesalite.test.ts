import { KinesisClient } from '@aws-sdk/client-kinesis';
import { kinesisContract } from '../contract/kinesis';
import { requireTool } from '../support/require-tool';
import type { OutsideServer } from '../support/start-server';
import { findNpmPeer } from './npm-peer';
import { streamActive } from './stream-active';
import { clientConfig, http1 } from './sdk-call';

const DEVIATIONS: Record<string, string> = {
  'fails records above 1 MiB a second and shard alone':
    'does not enforce the limits per shard and second',
  'fails records above 1,000 a second and shard':
    'does not enforce the limits per shard and second',
  'refuses a sixth read of a shard within a second':
    'does not enforce the limits per shard and second',
  'lists streams page by page': 'gives no NextToken for streams',
  'starts an on-demand stream with four shards': 'is older than on-demand streams',
  'keeps tags, retention and encryption': 'has no StartStreamEncryption',
  'says that registered consumers are not supported': 'calls it an unknown operation',
  'refuses a record above 1 MiB, its key included': 'does not count the partition key',
  'refuses more than 5 MiB in a call': 'answers 413 without an error of AWS',
  'ends a closed shard without a next iterator, naming its children':
    'is older than ChildShards, and needs one more read to end',
  'scales to equal ranges': 'has no UpdateShardCount',
};

/** Streams are active at once. */
const AT_ONCE = { createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0, shardLimit: 500 };

describe('kinesalite', () => {
  requireTool(findNpmPeer('kinesalite', AT_ONCE), (peer) => {
    let server: OutsideServer;

    beforeAll(async () => {
      server = await peer.start();
    });
    afterAll(() => server.stop());

    const client = () => new KinesisClient({ ...clientConfig(server.url), ...http1() });
    kinesisContract(client, {
      deviations: DEVIATIONS,
      settle: (name) => streamActive(client(), name),
    });
  });
});
