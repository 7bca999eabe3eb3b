import { INERT_TYPES, inertResources } from '../../../../local/services/inert/inert-resources';
import { start } from '../laptop-services';

const adapter = (type: string) => inertResources().find((each) => each.type === type)!;

describe('inert resources', () => {
  it('lists each type once', () => {
    const types = INERT_TYPES.map(({ type }) => type);

    expect(new Set(types).size).toBe(types.length);
  });

  it('gives a reason for each type', () => {
    expect(INERT_TYPES.filter(({ reason }) => reason.length < 10)).toEqual([]);
  });

  it('gives the same id to the same address', async () => {
    const first = await start(adapter('aws_vpc'), { cidr_block: '10.0.0.0/16' }, 'a.aws_vpc.main');
    const second = await start(adapter('aws_vpc'), { cidr_block: '10.0.0.0/16' }, 'a.aws_vpc.main');

    expect(first.attributes['id']).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(second.attributes['id']).toBe(first.attributes['id']);
  });

  it('passes on the arguments that others refer to', async () => {
    const { attributes } = await start(adapter('aws_cloudwatch_log_group'), { name: '/fn' });

    expect(attributes).toEqual({
      name: '/fn',
      id: '/fn',
      arn: 'arn:aws:logs:eu-central-1:123456789012:log-group:/fn',
    });
  });
});
