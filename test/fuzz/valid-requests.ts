/** A signed request of an AWS client, whatever HTTP version carries it. */
export interface ValidRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

const NAME = 'fuzz';
const STREAM = { StreamName: NAME };
const KEY = { id: { S: '1' } };
const ITEM = {
  ...KEY,
  total: { N: '12.50' },
  tags: { SS: ['a', 'b'] },
  at: { M: { x: { B: 'AA==' } } },
};

/** What makes the stream, table and bucket that the others are about. */
export const PREPARATION: readonly ValidRequest[] = [
  json('kinesis', 'Kinesis_20131202.CreateStream', { ...STREAM, ShardCount: 2 }),
  json('dynamodb', 'DynamoDB_20120810.CreateTable', {
    TableName: NAME,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  }),
  s3('PUT', '/fuzz-bucket'),
  query('sns', { Action: 'CreateTopic', Name: NAME }),
];

export const GOOD_REQUEST: ValidRequest = query('sts', { Action: 'GetCallerIdentity' });

export const VALID_REQUESTS: readonly ValidRequest[] = [
  json('kinesis', 'Kinesis_20131202.PutRecords', {
    ...STREAM,
    Records: [
      { Data: 'YQ==', PartitionKey: '1' },
      { Data: 'Yg==', PartitionKey: '2', ExplicitHashKey: '5' },
    ],
  }),
  json('kinesis', 'Kinesis_20131202.GetShardIterator', {
    ...STREAM,
    ShardId: 'shardId-000000000000',
    ShardIteratorType: 'AT_TIMESTAMP',
    Timestamp: 1_764_108_300.5,
  }),
  json('kinesis', 'Kinesis_20131202.GetRecords', { ShardIterator: 'AAAA', Limit: 10 }),
  json('kinesis', 'Kinesis_20131202.ListShards', { ...STREAM, MaxResults: 5 }),
  json('dynamodb', 'DynamoDB_20120810.PutItem', { TableName: NAME, Item: ITEM }),
  json('dynamodb', 'DynamoDB_20120810.UpdateItem', {
    TableName: NAME,
    Key: KEY,
    UpdateExpression: 'SET #t = if_not_exists(#t, :zero) + :one REMOVE at.x',
    ConditionExpression: 'attribute_exists(id) AND size(tags) > :one',
    ExpressionAttributeNames: { '#t': 'total' },
    ExpressionAttributeValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
    ReturnValues: 'ALL_NEW',
  }),
  json('dynamodb', 'DynamoDB_20120810.Query', {
    TableName: NAME,
    KeyConditionExpression: 'id = :id',
    ExpressionAttributeValues: { ':id': { S: '1' } },
  }),
  json('dynamodb', 'DynamoDB_20120810.BatchWriteItem', {
    RequestItems: { [NAME]: [{ PutRequest: { Item: ITEM } }, { DeleteRequest: { Key: KEY } }] },
  }),
  json('dynamodb', 'DynamoDB_20120810.TransactWriteItems', {
    TransactItems: [{ Put: { TableName: NAME, Item: ITEM } }],
    ClientRequestToken: 'token',
  }),
  json('secretsmanager', 'secretsmanager.CreateSecret', { Name: NAME, SecretString: '{"a":"b"}' }),
  json('secretsmanager', 'secretsmanager.GetSecretValue', { SecretId: NAME }),
  json('kms', 'TrentService.Encrypt', { KeyId: 'alias/fuzz', Plaintext: 'YQ==' }),
  json('firehose', 'Firehose_20150804.PutRecordBatch', {
    DeliveryStreamName: NAME,
    Records: [{ Data: 'YQ==' }],
  }),
  json('athena', 'AmazonAthena.StartQueryExecution', {
    QueryString: 'SELECT 1',
    WorkGroup: 'primary',
    QueryExecutionContext: { Database: 'default' },
  }),
  json('glue', 'AWSGlue.GetTables', { DatabaseName: NAME, MaxResults: 3 }),
  json('dms', 'AmazonDMSv20160101.DescribeReplicationTasks', {
    Filters: [{ Name: 'replication-task-id', Values: [NAME] }],
  }),
  query('sns', {
    Action: 'Publish',
    TopicArn: 'arn:aws:sns:eu-west-1:000000000000:fuzz',
    Message: 'hello',
    Subject: 'a',
    'MessageAttributes.entry.1.Name': 'kind',
    'MessageAttributes.entry.1.Value.DataType': 'String',
    'MessageAttributes.entry.1.Value.StringValue': 'x',
  }),
  query('sns', {
    Action: 'Subscribe',
    TopicArn: 'arn:aws:sns:eu-west-1:000000000000:fuzz',
    Protocol: 'email',
    Endpoint: 'a@example.com',
    'Attributes.entry.1.key': 'FilterPolicy',
    'Attributes.entry.1.value': '{"kind":["x",{"prefix":"y"}]}',
  }),
  query('iam', { Action: 'GetRole', RoleName: NAME }),
  query('sts', {
    Action: 'AssumeRole',
    RoleArn: 'arn:aws:iam::000000000000:role/fuzz',
    RoleSessionName: 'a',
  }),
  s3('PUT', '/fuzz-bucket/a/b.txt', {
    body: 'content',
    headers: { 'content-type': 'text/plain' },
  }),
  s3('GET', '/fuzz-bucket/a/b.txt', { headers: { range: 'bytes=0-3' } }),
  s3('GET', '/fuzz-bucket?list-type=2&prefix=a&max-keys=3&delimiter=%2F'),
  s3('POST', '/fuzz-bucket/c?uploads'),
  s3('PUT', '/fuzz-bucket/c?partNumber=1&uploadId=abc', { body: 'part' }),
  s3('POST', '/fuzz-bucket?delete', {
    body: '<Delete><Object><Key>a</Key></Object><Quiet>true</Quiet></Delete>',
  }),
  s3('PUT', '/fuzz-bucket/a/b.txt?tagging', {
    body: '<Tagging><TagSet><Tag><Key>a</Key><Value>&amp;</Value></Tag></TagSet></Tagging>',
  }),
  s3('PUT', '/fuzz-bucket/chunked', {
    body: '4;chunk-signature=0\r\nabcd\r\n0;chunk-signature=0\r\n\r\n',
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '4',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    },
  }),
  s3('PUT', '/fuzz-bucket/copied', { headers: { 'x-amz-copy-source': '/fuzz-bucket/a/b.txt' } }),
  {
    method: 'POST',
    path: '/2015-03-31/functions/fuzz/invocations',
    headers: { ...signedFor('lambda'), 'content-type': 'application/json' },
    body: '{"a":1}',
  },
  {
    method: 'GET',
    path: '/2015-03-31/event-source-mappings/?FunctionName=fuzz&MaxItems=2',
    headers: signedFor('lambda'),
    body: '',
  },
];

function json(signingName: string, target: string, input: object): ValidRequest {
  return {
    method: 'POST',
    path: '/',
    headers: {
      ...signedFor(signingName),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
    },
    body: JSON.stringify(input),
  };
}

function query(signingName: string, parameters: Record<string, string>): ValidRequest {
  return {
    method: 'POST',
    path: '/',
    headers: { ...signedFor(signingName), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...parameters, Version: '2010-03-31' }).toString(),
  };
}

function s3(
  method: string,
  path: string,
  { body = '', headers = {} }: Partial<Pick<ValidRequest, 'body' | 'headers'>> = {},
): ValidRequest {
  return { method, path, headers: { ...signedFor('s3'), ...headers }, body };
}

function signedFor(service: string): Record<string, string> {
  const scope = `AKIAIOSFODNN7EXAMPLE/20261121/eu-west-1/${service}/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
  };
}
