import { bucketName, physicalName } from '../../../stacks/constructs/physical-name';

const settings = { project: 'tributary', environment: 'development', region: 'eu-west-1' } as const;

describe('physicalName', () => {
  it('holds project, environment and parts', () => {
    expect(physicalName(settings, 'stream', ['billing', 'changes'])).toBe(
      'tributary-dev-billing-changes',
    );
  });

  it('has underscores alone in the catalogue', () => {
    expect(physicalName(settings, 'glue', ['lake'])).toBe('tributary_dev_lake');
  });

  it('refuses a name that the service would refuse', () => {
    expect(() => physicalName(settings, 'dms-resource', ['a'.repeat(18)])).toThrow(
      'dms-resource name tributary-dev-aaaaaaaaaaaaaaaaaa has 32 characters, 31 are allowed',
    );
  });
});

describe('bucketName', () => {
  it('ends in account and region, as bucket names are one space for all', () => {
    expect(bucketName(settings, { parts: ['lake'], account: '123456789012' })).toBe(
      'tributary-dev-lake-123456789012-eu-west-1',
    );
  });

  it('counts a reference to the account as its twelve digits', () => {
    expect(bucketName(settings, { parts: ['lake'], account: '${data.x.y.account_id}' })).toBe(
      'tributary-dev-lake-${data.x.y.account_id}-eu-west-1',
    );
  });
});
