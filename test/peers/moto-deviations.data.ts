import type { Deviation } from '../contract/contract-fact';

/** Where moto 5.2.1 differs from AWS, or from what we support of it: by contract and case. */
export const MOTO_DEVIATIONS: Record<
  | 'kinesis'
  | 's3'
  | 'dynamoDb'
  | 'dynamoDbStreams'
  | 'secretsManager'
  | 'sns'
  | 'athena'
  | 'firehose'
  | 'glueCrawlers'
  | 'lambda',
  Record<string, Deviation>
> = {
  kinesis: {
    'fails records above 1 MiB a second and shard alone':
      'does not enforce the limits per shard and second',
    'fails records above 1,000 a second and shard':
      'does not enforce the limits per shard and second',
    'refuses a sixth read of a shard within a second':
      'does not enforce the limits per shard and second',
    'lists streams page by page': 'gives no NextToken for streams',
    'says that registered consumers are not supported':
      'implements consumers, and answers 500 for a stream that is absent',
    'go to the shard of their explicit hash key, the largest included':
      'answers 500 for the largest hash key',
    'carry sequence numbers of 56 digits that grow': 'counts sequence numbers from 1',
    'refuses a record above 1 MiB, its key included': 'does not count the partition key',
    'refuses an iterator that it did not give out': 'answers 500',
    'splits a shard at a hash key': 'counts sequence numbers from 1',
    'ends a closed shard without a next iterator, naming its children':
      'goes on with an iterator after the end of a closed shard',
    'merges neighbours and refuses others': 'counts closed shards as open',
    'scales to equal ranges': 'splits shards instead of dividing the ranges anew',
  },
  s3: {
    'are checked against every checksum': 'stores what does not match its checksum',
    'carry tags': 'refuses characters outside its list, which the case uses to see them escaped',
    'are left alone by calls that are not supported': 'implements ACLs',
    'have canonical ids of 64 hex digits, the same wherever they are shown':
      'names another owner of 32 digits in the list of buckets',
    'are listed with objects on request alone':
      'names another owner of 32 digits in the list of buckets',
    'of a new bucket own every object in it': 'makes buckets without ownership controls',
    'who own every object take no other ACL': 'takes every ACL',
    'are checked where a call says whom it expects': 'does not look at the expected owner',
    'is refused to a bucket without versioning': 'does not look at the destination',
    'is told as it was set, until it is taken away': 'forgets the prefix of a rule',
    'keeps versioning on': 'suspends versioning all the same',
    'is shown on what it is to copy, and on nothing else': 'copies nothing',
  },
  dynamoDb: {
    'counts exactly under concurrent updates': { unsteady: 'may lose one of concurrent updates' },
  },
  dynamoDbStreams: {
    'tells nothing of a write that changes nothing': 'tells of a put of the same item',
    'tells each of many concurrent updates once': 'inserts the key alone before the first update',
    'gives each record an id of 32 hexadecimal digits and says where it comes from':
      'writes event version 1.0',
    'counts the bytes of keys and images': 'counts the characters of the record as JSON',
    'keeps the stream readable to its end when it is disabled':
      'answers 500 when a stream is disabled',
  },
  secretsManager: {},
  sns: {},
  athena: {
    'reports the query, its workgroup and where the result lies':
      'does not take the output location from the workgroup',
  },
  firehose: {
    'refuses a batch of more than 500 records': 'enforces no limits',
    'refuses a record of more than 1,000 KiB': 'enforces no limits',
  },
  glueCrawlers: {},
  lambda: {
    'answers an event': 'names no ExecutedVersion',
    'marks an answer as an error of the function': 'runs no code without docker',
    'does not know a function that was never made':
      'answers for any function name when it runs no code',
  },
};
