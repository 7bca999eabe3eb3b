import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Construct } from 'constructs';
import type { Endpoints as EndpointSettings } from '../../settings/network';

export interface EndpointsProps {
  name: string;
  region: string;
  vpcId: string;
  subnetIds: string[];
  routeTableIds: string[];
  endpoints: EndpointSettings;
}

const GATEWAYS = ['s3', 'dynamodb'] as const;
const INTERFACES = {
  kinesisStreams: 'kinesis-streams',
  secretsManager: 'secretsmanager',
  logs: 'logs',
  kms: 'kms',
  sts: 'sts',
} as const;

/** The ways out of the network: gateways by route, interfaces by address and security group. */
export class Endpoints extends Construct {
  readonly securityGroupIds: string[] = [];
  readonly prefixListIds: string[] = [];

  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    for (const service of GATEWAYS) this.addGateway(service, props);
    const choices = Object.keys(INTERFACES) as (keyof typeof INTERFACES)[];
    const created = choices.filter((choice) => props.endpoints[choice] === 'create');
    for (const choice of choices) {
      const setting = props.endpoints[choice];
      if (typeof setting === 'object') this.let(setting.useSecurityGroupId);
    }
    if (created.length === 0) return;
    const group = new SecurityGroup(this, 'security-group', {
      name: `${props.name}-endpoints`,
      description: 'Interface endpoints; each member of the network is let in by a rule of its own',
      vpcId: props.vpcId,
      tags: { Name: `${props.name}-endpoints` },
    });
    this.let(group.id);
    for (const choice of created) this.addInterface(INTERFACES[choice], group.id, props);
  }

  private let(securityGroupId: string): void {
    if (!this.securityGroupIds.includes(securityGroupId))
      this.securityGroupIds.push(securityGroupId);
  }

  /** Only S3 is used inside; DynamoDB's gateway costs nothing and serves what users add. */
  private addGateway(service: (typeof GATEWAYS)[number], props: EndpointsProps): void {
    const setting = props.endpoints[service];
    if (setting === 'skip') return;
    const prefixListId =
      setting === 'create'
        ? new VpcEndpoint(this, service, {
            vpcId: props.vpcId,
            serviceName: `com.amazonaws.${props.region}.${service}`,
            vpcEndpointType: 'Gateway',
            routeTableIds: props.routeTableIds,
            tags: { Name: `${props.name}-${service}` },
          }).prefixListId
        : setting.usePrefixListId;
    if (service === 's3') this.prefixListIds.push(prefixListId);
  }

  private addInterface(service: string, securityGroupId: string, props: EndpointsProps): void {
    new VpcEndpoint(this, service, {
      vpcId: props.vpcId,
      serviceName: `com.amazonaws.${props.region}.${service}`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds: props.subnetIds,
      securityGroupIds: [securityGroupId],
      tags: { Name: `${props.name}-${service}` },
    });
  }
}
