import { itemCloud, peopleStacks, type ItemCloud } from '../../support/item-cloud';

const SOURCE = '111111111111';
const LAKE = '222222222222';
const roleArn = (account: string) => `arn:aws:iam::${account}:role/deployer`;

describe('a table in one account and a lake in another', () => {
  let cloud: ItemCloud;

  beforeAll(async () => {
    const accounts = {
      source: { account: SOURCE, roleArn: roleArn(SOURCE) },
      lake: { account: LAKE, roleArn: roleArn(LAKE) },
    };
    cloud = await itemCloud({ stacks: peopleStacks({ accounts }) });
    await cloud.put({ id: { S: '864732' }, jobTitle: { S: 'Architect' } });
    await cloud.put({ id: { S: '864732' }, jobTitle: { S: 'Senior Architect' } });
    await cloud.deliver();
  });
  afterAll(() => cloud.close());

  it('stand where their accounts say', () => {
    const { table, stream, lake } = cloud.feed;

    expect([table.arn, stream.arn].map((arn) => arn.split(':')[4])).toEqual([SOURCE, SOURCE]);
    expect([lake.account, lake.keyArn.split(':')[4]]).toEqual([LAKE, LAKE]);
  });

  it('have the changes in the lake, asked in its account', async () => {
    expect(await cloud.query('SELECT row_json FROM people_current')).toEqual([
      ['{"id":{"S":"864732"},"jobTitle":{"S":"Senior Architect"}}'],
    ]);
  });

  it('have every object owned and read by the account of the lake, which did not write it', async () => {
    const { bucket } = cloud.feed.lake;
    const call = cloud.callIn(LAKE);
    const listed = await call('s3', 'ListObjectsV2', { Bucket: bucket, FetchOwner: true });
    const objects = listed['Contents'] as { Key: string; Owner: { ID: string } }[];

    expect(objects.length).toBeGreaterThan(0);
    for (const { Key, Owner } of objects) {
      expect(Owner.ID).toBe(LAKE.padStart(64, '0'));
      const { Body } = await call('s3', 'GetObject', { Bucket: bucket, Key });
      expect((Body as Uint8Array).length).toBeGreaterThan(0);
    }
  });

  it('know nothing of one another: the table is not in the account of the lake', async () => {
    const { name } = cloud.feed.table;
    const find = cloud.callIn(LAKE)('dynamodb', 'DescribeTable', { TableName: name });

    await expect(find).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});
