import { createDms } from '../../../../local/services/dms/service';
import { testCloud } from '../../../support/test-cloud';

const { operations } = createDms(testCloud()).service;
const reload = (names: readonly string[]) =>
  operations['ReloadTables']!.parse({
    ReplicationTaskArn: 'arn:aws:dms:eu-west-1:111122223333:task:BILLING',
    TablesToReload: names.map((TableName) => ({ SchemaName: 'dbo', TableName })),
  });
const ten = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

/** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.ReloadTables.html */
describe('ReloadTables', () => {
  it('takes ten tables', () => {
    expect(reload(ten)).toMatchObject({
      TablesToReload: ten.map((name) => `dbo.${name}`),
    });
  });

  it('refuses an eleventh', () => {
    expect(() => reload([...ten, 'k'])).toThrow(/TablesToReload/);
  });

  it('refuses a table that is named twice', () => {
    expect(() => reload(['a', 'b', 'a'])).toThrow(/a table is named twice/);
  });
});
