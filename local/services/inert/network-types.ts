import type { Block } from '../resource-adapter';
import { type InertType, textArgument } from './inert-resource';
import { physicalId } from './physical-id';

const REASON = 'everything on a laptop talks over loopback';
const DATA_REASON = 'describes a network that a laptop lacks';

/** A resource whose id has the prefix and whose ARN is EC2's. */
function ec2(type: string, prefix: string, kind: string): InertType {
  return {
    type,
    reason: REASON,
    attributes: (block) => {
      const id = physicalId(prefix, block.address);
      return { id, arn: ec2Arn(block, `${kind}/${id}`), owner_id: block.account };
    },
  };
}

function ec2Arn({ region, account }: Block, resource: string): string {
  return `arn:aws:ec2:${region}:${account}:${resource}`;
}

const zones = ({ region }: Block) => ['a', 'b', 'c'].map((letter) => `${region}${letter}`);

const vpcData = (block: Block) => {
  const id = textArgument(block, 'id') || physicalId('vpc', block.address);
  return {
    id,
    arn: ec2Arn(block, `vpc/${id}`),
    cidr_block: textArgument(block, 'cidr_block') || '10.0.0.0/16',
    enable_dns_hostnames: true,
    enable_dns_support: true,
    main_route_table_id: physicalId('rtb', block.address),
    state: 'available',
  };
};

const subnetData = (block: Block) => {
  const id = textArgument(block, 'id') || physicalId('subnet', block.address);
  const [zone] = zones(block);
  return { id, arn: ec2Arn(block, `subnet/${id}`), availability_zone: zone, state: 'available' };
};

/** The network: addresses, routes and rules between machines that are one machine here. */
export const NETWORK_TYPES: readonly InertType[] = [
  {
    ...ec2('aws_vpc', 'vpc', 'vpc'),
    attributes: (block) => ({
      ...ec2('', 'vpc', 'vpc').attributes(block),
      main_route_table_id: physicalId('rtb', block.address),
      default_route_table_id: physicalId('rtb', block.address),
      default_security_group_id: physicalId('sg', block.address),
      default_network_acl_id: physicalId('acl', block.address),
    }),
  },
  ec2('aws_subnet', 'subnet', 'subnet'),
  {
    ...ec2('aws_security_group', 'sg', 'security-group'),
    attributes: (block) => ({
      name: textArgument(block, 'name') || physicalId('sg-name', block.address),
      ...ec2('', 'sg', 'security-group').attributes(block),
    }),
  },
  ec2('aws_security_group_rule', 'sgrule', 'security-group-rule'),
  ec2('aws_default_security_group', 'sg', 'security-group'),
  ec2('aws_vpc_security_group_ingress_rule', 'sgr', 'security-group-rule'),
  ec2('aws_vpc_security_group_egress_rule', 'sgr', 'security-group-rule'),
  ec2('aws_route_table', 'rtb', 'route-table'),
  ec2('aws_route_table_association', 'rtbassoc', 'route-table-association'),
  ec2('aws_flow_log', 'fl', 'vpc-flow-log'),
  {
    ...ec2('aws_vpc_endpoint', 'vpce', 'vpc-endpoint'),
    attributes: (block) => ({
      ...ec2('', 'vpce', 'vpc-endpoint').attributes(block),
      state: 'available',
      prefix_list_id: physicalId('pl', block.address),
      dns_entry: [],
      network_interface_ids: [],
      cidr_blocks: [],
    }),
  },
  ec2('aws_vpc_endpoint_route_table_association', 'a', 'vpc-endpoint-association'),
  {
    type: 'data.aws_availability_zones',
    reason: DATA_REASON,
    attributes: (block) => ({
      id: block.region,
      names: zones(block),
      zone_ids: zones(block).map((_zone, at) => `az${at + 1}`),
    }),
  },
  { type: 'data.aws_vpc', reason: DATA_REASON, attributes: vpcData },
  { type: 'data.aws_subnet', reason: DATA_REASON, attributes: subnetData },
  {
    type: 'data.aws_subnets',
    reason: DATA_REASON,
    attributes: (block) => ({
      id: block.region,
      ids: ['a', 'b'].map((zone) => physicalId('subnet', `${block.address}.${zone}`)),
    }),
  },
  {
    type: 'data.aws_route_table',
    reason: DATA_REASON,
    attributes: (block) => {
      const id = textArgument(block, 'route_table_id') || physicalId('rtb', block.address);
      return { id, route_table_id: id };
    },
  },
  {
    type: 'data.aws_route_tables',
    reason: DATA_REASON,
    attributes: (block) => ({ id: block.region, ids: [physicalId('rtb', block.address)] }),
  },
  {
    type: 'data.aws_prefix_list',
    reason: DATA_REASON,
    attributes: (block) => ({ id: physicalId('pl', block.address), cidr_blocks: [] }),
  },
];
