import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/define-settings';
import type { Network } from '../settings/network';
import { deployment, type Side } from './constructs/deployment';
import { Endpoints } from './constructs/endpoints';
import { physicalName } from './constructs/physical-name';

/** What a feed needs to know of the network. */
export interface NetworkPlace {
  vpcId: string;
  /** Private, in at least two zones. */
  subnetIds: string[];
  /** Of the interface endpoints; members are let in one by one. */
  endpointSecurityGroupIds: string[];
  /** Of S3, as its gateway has no security group. */
  prefixListIds: string[];
  internetEgress: boolean;
}

export interface NetworkProps {
  settings: Settings;
  /** The account in which a feed that crosses accounts has its functions. */
  side?: Side;
  /** Middle of the network's names. */
  parts: readonly string[];
}

interface Ground {
  vpcId: string;
  subnetIds: string[];
  routeTableIds: string[];
}

/** A VPC without a route to the internet, or one that stands; with the endpoints that are used. */
export class NetworkStack extends TerraformStack {
  readonly place: NetworkPlace;

  constructor(scope: Construct, id: string, { settings, side, parts }: NetworkProps) {
    super(scope, id);
    deployment(this, settings, side);
    const { network } = settings;
    const name = physicalName(settings, 'security-group', parts);
    const ground =
      network.kind === 'new'
        ? this.create(network, { name, region: settings.region })
        : this.adopt(network);
    const endpoints = new Endpoints(this, 'endpoints', {
      ...ground,
      name,
      region: settings.region,
      endpoints: network.endpoints,
    });
    this.place = {
      vpcId: ground.vpcId,
      subnetIds: ground.subnetIds,
      endpointSecurityGroupIds: endpoints.securityGroupIds,
      prefixListIds: endpoints.prefixListIds,
      internetEgress: network.internetEgress,
    };
  }

  private create(
    network: Extract<Network, { kind: 'new' }>,
    { name, region }: { name: string; region: string },
  ): Ground {
    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: network.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    const routes = new RouteTable(this, 'routes', { vpcId: vpc.id, tags: { Name: name } });
    const subnetIds = network.subnets.map(({ zone, cidr }) => {
      const subnet = new Subnet(this, `subnet-${zone}`, {
        vpcId: vpc.id,
        cidrBlock: cidr,
        availabilityZone: `${region}${zone}`,
        mapPublicIpOnLaunch: false,
        tags: { Name: `${name}-${zone}` },
      });
      new RouteTableAssociation(this, `routes-${zone}`, {
        subnetId: subnet.id,
        routeTableId: routes.id,
      });
      return subnet.id;
    });
    return { vpcId: vpc.id, subnetIds, routeTableIds: [routes.id] };
  }

  private adopt({
    vpcId,
    subnetIds,
    routeTableIds,
  }: Extract<Network, { kind: 'existing' }>): Ground {
    const vpc = new DataAwsVpc(this, 'vpc', {
      id: vpcId,
      lifecycle: {
        postcondition: [
          {
            condition: '${self.enable_dns_support && self.enable_dns_hostnames}',
            errorMessage: `Turn on enableDnsSupport and enableDnsHostnames of ${vpcId}: interface endpoints are found by name.`,
          },
        ],
      },
    });
    return { vpcId: vpc.id, subnetIds, routeTableIds };
  }
}
