import { resources, settingsInput, synthesized } from '../support/synthesized';

const VPC = {
  kind: 'existing' as const,
  vpcId: 'vpc-0abc',
  subnetIds: ['subnet-0a', 'subnet-0b'],
};

function endpoints(stack: ReturnType<typeof synthesized>['network']): unknown[] {
  return resources(stack, 'aws_vpc_endpoint').map(([, endpoint]) => endpoint['service_name']);
}

describe('a new network', () => {
  const { network, billing } = synthesized();

  it('has private subnets in two zones', () => {
    expect(resources(network, 'aws_subnet').map(([, block]) => block['availability_zone'])).toEqual(
      ['eu-west-1a', 'eu-west-1b'],
    );
  });

  it('has no way to the internet', () => {
    expect(resources(network, 'aws_internet_gateway')).toEqual([]);
    expect(resources(network, 'aws_nat_gateway')).toEqual([]);
    expect(resources(network, 'aws_route')).toEqual([]);
  });

  it('has the endpoints that are used inside', () => {
    expect(endpoints(network).sort()).toEqual([
      'com.amazonaws.eu-west-1.dynamodb',
      'com.amazonaws.eu-west-1.kinesis-streams',
      'com.amazonaws.eu-west-1.logs',
      'com.amazonaws.eu-west-1.s3',
      'com.amazonaws.eu-west-1.secretsmanager',
    ]);
  });

  it('opens no port to an address range', () => {
    const rules = [
      'aws_vpc_security_group_ingress_rule',
      'aws_vpc_security_group_egress_rule',
    ].flatMap((type) => resources(billing, type));

    expect(rules).toHaveLength(9);
    expect(rules.filter(([, rule]) => rule['cidr_ipv4'] !== undefined)).toEqual([]);
  });

  it('lets DMS and the runner reach the database, on its port alone', () => {
    const into = resources(billing, 'aws_vpc_security_group_ingress_rule').filter(([, rule]) =>
      String(rule['security_group_id']).includes('source_access'),
    );

    expect(into.map(([, rule]) => [rule['from_port'], rule['to_port']])).toEqual([
      [1433, 1433],
      [1433, 1433],
    ]);
  });
});

describe('an existing network', () => {
  const { network, billing } = synthesized(
    settingsInput({
      network: {
        ...VPC,
        routeTableIds: ['rtb-0a'],
        endpoints: {
          s3: { usePrefixListId: 'pl-0abc' },
          dynamodb: 'skip',
          kinesisStreams: { useSecurityGroupId: 'sg-0abc' },
          logs: 'skip',
        },
        internetEgress: true,
      },
    }),
  );

  it('makes no VPC or subnet', () => {
    expect(resources(network, 'aws_vpc')).toEqual([]);
    expect(resources(network, 'aws_subnet')).toEqual([]);
  });

  it('makes only the endpoints that the settings leave to create', () => {
    expect(endpoints(network)).toEqual(['com.amazonaws.eu-west-1.secretsmanager']);
  });

  it('checks that names are resolved inside', () => {
    expect(JSON.stringify(network.data['aws_vpc'])).toContain(
      '${self.enable_dns_support && self.enable_dns_hostnames}',
    );
  });

  it('opens the way to endpoints that stand', () => {
    expect(billing.json).toContain('"security_group_id": "sg-0abc"');
    expect(billing.json).toContain('"prefix_list_id": "pl-0abc"');
  });

  it('opens the way out where a setting says so', () => {
    expect(billing.json).toContain('"cidr_ipv4": "0.0.0.0/0"');
  });
});
