import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { chance } from '../../local/chance';
import { systemClock } from '../../local/clock';
import { composeCloud } from '../../local/compose-cloud';
import { operatorCaller } from '../../local/services/sts/operator-caller';
import { diskStorage } from '../../local/storage/disk-storage';

const SEGMENTS = [
  '..',
  '.',
  '',
  '...',
  '/',
  '\\',
  '..\\..\\outside',
  '%2e%2e',
  '%2E%2E%2F',
  '..%2f..%2foutside',
  '..%5coutside',
  '%00',
  '\0',
  'a\0.txt',
  '/etc/passwd',
  'C:\\outside',
  '\\\\server\\share',
  '~',
  '~root',
  'con',
  'NUL.txt',
  'aux.',
  'a:stream',
  'ﬀ',
  '\u2025',
  '\uff0e\uff0e\uff0f',
  'outside',
  'OUTSIDE',
  'Outside',
  'x'.repeat(400),
  '../'.repeat(40) + 'outside',
  '$(touch outside)',
  '`touch outside`',
  '*',
  '\n',
];
const nastyName = fc
  .array(fc.constantFrom(...SEGMENTS), { minLength: 1, maxLength: 4 })
  .chain((parts) => fc.constantFrom('/', '', '\\', '-').map((between) => parts.join(between)));

describe('names of buckets, keys, streams, tables, topics, secrets and functions', () => {
  it('lead nowhere outside the state folder', async () => {
    const outer = realpathSync(mkdtempSync(join(tmpdir(), 'tributary-names-')));
    const state = join(outer, 'a/b/c/state');
    mkdirSync(state, { recursive: true });
    const clock = systemClock();
    const storage = diskStorage({ root: state, clock });
    const { cloud, close } = await composeCloud({
      stacks: [],
      clock,
      storage,
      chance: chance('names'),
      limitsEnforced: false,
      report: () => undefined,
      catalogue: () => ({
        dynamodbDirectory: join(state, 'dynamodb'),
        servers: { start: () => Promise.reject(new Error('No database is declared')) },
      }),
    });
    const outcomes = new Map<string, number>();
    const attempt = async (service: string, action: string, input: object) => {
      const caller = operatorCaller(cloud.account);
      const outcome = await cloud.dispatcher
        .dispatch({ caller, service, action, input })
        .then(() => 'taken')
        .catch(() => 'refused');
      const name = `${service}:${action} ${outcome}`;
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
    };
    await attempt('s3', 'CreateBucket', { Bucket: 'plain-bucket' });
    await attempt('sns', 'CreateTopic', { Name: 'plain' });
    const topic = `arn:aws:sns:${cloud.region}:${cloud.account}:plain`;

    await fc.assert(
      fc.asyncProperty(nastyName, async (name) => {
        const body = { Body: Buffer.from('x') };
        await attempt('s3', 'CreateBucket', { Bucket: name });
        await attempt('s3', 'PutObject', { Bucket: name, Key: 'k', ...body });
        await attempt('s3', 'PutObject', { Bucket: 'plain-bucket', Key: name, ...body });
        await attempt('s3', 'CreateMultipartUpload', { Bucket: 'plain-bucket', Key: name });
        await attempt('s3', 'UploadPart', {
          Bucket: 'plain-bucket',
          Key: name,
          UploadId: name,
          PartNumber: 1,
          ...body,
        });
        await attempt('kinesis', 'CreateStream', { StreamName: name, ShardCount: 1 });
        await attempt('dynamodb', 'CreateTable', {
          TableName: name,
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
        });
        await attempt('secretsmanager', 'CreateSecret', { Name: name, SecretString: 'x' });
        await attempt('sns', 'CreateTopic', { Name: name });
        await attempt('sns', 'Subscribe', { TopicArn: topic, Protocol: 'email', Endpoint: name });
        await attempt('sns', 'Publish', { PhoneNumber: name, Message: 'x' });
        await attempt('lambda', 'Invoke', { FunctionName: name });
        await attempt('athena', 'StartQueryExecution', {
          QueryString: 'SELECT 1',
          ResultConfiguration: { OutputLocation: `s3://plain-bucket/${name}` },
        });
      }),
      { numRuns: 150, seed: 26 },
    );

    await close();
    await storage.close();
    expect(filesOutside(outer, state)).toEqual([]);
    expect(outcomes.get('s3:PutObject taken')).toBeGreaterThan(50);
    rmSync(outer, { recursive: true });
  });
});

function filesOutside(outer: string, state: string): string[] {
  const found = readdirSync(outer, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name));
  return found.filter((path) => !path.startsWith(`${state}/`));
}
