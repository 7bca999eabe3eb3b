import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import type { NetworkPlace } from '../network';
import type { FeedContext } from './feed-context';

export interface NetworkMemberProps {
  context: FeedContext;
  network: NetworkPlace;
  /** End of the security group's name. */
  what: string;
  description: string;
}

const HTTPS_PORT = 443;

/** A security group that starts closed both ways; each path is opened by a rule of its own. */
export class NetworkMember extends Construct {
  readonly securityGroupId: string;
  readonly #network: NetworkPlace;

  constructor(scope: Construct, id: string, props: NetworkMemberProps) {
    super(scope, id);
    const name = props.context.name('security-group', props.what);
    this.#network = props.network;
    this.securityGroupId = new SecurityGroup(this, 'security-group', {
      name,
      description: props.description,
      vpcId: props.network.vpcId,
      tags: { Name: name },
    }).id;
  }

  /** Opens the one port from here to the other member, on both sides. */
  reach(other: NetworkMember, port: number): void {
    const description = 'The database, and from those that read it';
    const ends = { fromPort: port, toPort: port, ipProtocol: 'tcp', description };
    new VpcSecurityGroupEgressRule(this, 'to-database', {
      ...ends,
      securityGroupId: this.securityGroupId,
      referencedSecurityGroupId: other.securityGroupId,
    });
    new VpcSecurityGroupIngressRule(this, 'into-database', {
      ...ends,
      securityGroupId: other.securityGroupId,
      referencedSecurityGroupId: this.securityGroupId,
    });
  }

  /** Opens 443 to the endpoints, to S3's prefix list where asked, and out where the settings say so. */
  reachServices({ s3 }: { s3: boolean }): void {
    const description = 'Services of AWS over TLS';
    const ends = { fromPort: HTTPS_PORT, toPort: HTTPS_PORT, ipProtocol: 'tcp', description };
    this.#network.endpointSecurityGroupIds.forEach((endpoints, index) => {
      new VpcSecurityGroupEgressRule(this, `to-endpoints-${index}`, {
        ...ends,
        securityGroupId: this.securityGroupId,
        referencedSecurityGroupId: endpoints,
      });
      new VpcSecurityGroupIngressRule(this, `into-endpoints-${index}`, {
        ...ends,
        securityGroupId: endpoints,
        referencedSecurityGroupId: this.securityGroupId,
      });
    });
    const prefixListIds = s3 ? this.#network.prefixListIds : [];
    prefixListIds.forEach((prefixListId, index) => {
      new VpcSecurityGroupEgressRule(this, `to-s3-${index}`, {
        ...ends,
        securityGroupId: this.securityGroupId,
        prefixListId,
      });
    });
    if (!this.#network.internetEgress) return;
    new VpcSecurityGroupEgressRule(this, 'to-internet', {
      ...ends,
      securityGroupId: this.securityGroupId,
      cidrIpv4: '0.0.0.0/0',
    });
  }
}
