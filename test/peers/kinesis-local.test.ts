import { KinesisClient } from '@aws-sdk/client-kinesis';
import { kinesisContract } from '../contract/kinesis';
import { requireTool } from '../support/require-tool';
import type { OutsideServer } from '../support/start-server';
import { findKinesisLocal } from './npm-peer';
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
  'divides the hash keys exactly': 'is off by one in the ends of the ranges',
  'says that registered consumers are not supported': 'implements consumers',
  'refuses more than 500 records in a call': 'takes them',
  'refuses a record above 1 MiB, its key included': 'does not count the partition key',
  'refuses more than 5 MiB in a call': 'takes them',
  'refuses an iterator that it did not give out': 'answers 500',
  'splits a shard at a hash key': 'ends the closed shard with a number of 19 digits',
  'scales to equal ranges': 'divides the ranges otherwise',
};

describe('kinesis-local', () => {
  requireTool(findKinesisLocal(), (peer) => {
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
