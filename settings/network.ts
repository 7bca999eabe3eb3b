import { z } from 'zod';

const id = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}-[0-9a-z]+$`), { error: `give an id like ${prefix}-0abc` });

/**
 * `create` makes the endpoint, `skip` leaves it out (its traffic then needs `internetEgress`), and
 * an object uses one that stands: an interface endpoint by its security group, a gateway endpoint
 * by the prefix list of its service.
 */
const interfaceEndpoint = z.union(
  [z.literal('create'), z.literal('skip'), z.strictObject({ useSecurityGroupId: id('sg') })],
  { error: "give 'create', 'skip' or { useSecurityGroupId: 'sg-…' }" },
);
const gatewayEndpoint = z.union(
  [z.literal('create'), z.literal('skip'), z.strictObject({ usePrefixListId: id('pl') })],
  { error: "give 'create', 'skip' or { usePrefixListId: 'pl-…' }" },
);

/**
 * What runs inside the network is DMS (stream, secret, logs, S3) and the database runner (secret).
 * KMS and STS are reached by the services on their behalf, so their endpoints are skipped.
 * An interface endpoint costs by the hour and zone: https://aws.amazon.com/privatelink/pricing/
 */
const endpoints = z
  .strictObject({
    s3: gatewayEndpoint.default('create'),
    dynamodb: gatewayEndpoint.default('create'),
    kinesisStreams: interfaceEndpoint.default('create'),
    secretsManager: interfaceEndpoint.default('create'),
    logs: interfaceEndpoint.default('create'),
    kms: interfaceEndpoint.default('skip'),
    sts: interfaceEndpoint.default('skip'),
  })
  .prefault({});

const cidr = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/(1[6-9]|2[0-6])$/, {
  error: 'give an IPv4 range such as 10.42.0.0/16, between /16 and /26',
});

const newVpc = z.strictObject({
  kind: z.literal('new').default('new'),
  cidr: cidr.default('10.42.0.0/16'),
  /** One private subnet in each zone; the zones are letters of the region. */
  subnets: z
    .array(
      z.strictObject({
        zone: z.string().regex(/^[a-f]$/, { error: 'give the letter of a zone, a to f' }),
        cidr,
      }),
    )
    .min(2, { error: 'give at least two subnets: RDS and DMS want two zones' })
    .default([
      { zone: 'a', cidr: '10.42.0.0/20' },
      { zone: 'b', cidr: '10.42.16.0/20' },
    ]),
  endpoints,
  /** Opens port 443 to everywhere for what runs inside; a new VPC has no route there. */
  internetEgress: z.literal(false).default(false),
});

const existingVpc = z.strictObject({
  kind: z.literal('existing'),
  vpcId: id('vpc'),
  subnetIds: z
    .array(id('subnet'))
    .min(2, { error: 'give at least two private subnets in two zones: RDS and DMS want them' }),
  /** The route tables of the subnets, for gateway endpoints that are created. */
  routeTableIds: z.array(id('rtb')).default([]),
  endpoints,
  /** Opens port 443 to everywhere, for endpoints that are skipped where a NAT gateway stands. */
  internetEgress: z.boolean().default(false),
});

const both = z.discriminatedUnion('kind', [newVpc, existingVpc], {
  error: "give { kind: 'new', … } or { kind: 'existing', vpcId, subnetIds, … }",
});

export const network = both
  .superRefine((value, context) => {
    const zones = value.kind === 'new' ? value.subnets.map((subnet) => subnet.zone) : [];
    if (new Set(zones).size !== zones.length) {
      context.addIssue({
        code: 'custom',
        path: ['subnets'],
        message: 'give each subnet a zone of its own',
      });
    }
    if (value.kind === 'existing' && value.routeTableIds.length === 0 && createsGateway(value)) {
      context.addIssue({
        code: 'custom',
        path: ['routeTableIds'],
        message: 'give the route tables of the subnets: a gateway endpoint is to be created',
      });
    }
  })
  .prefault({ kind: 'new' });

function createsGateway({ endpoints: { s3, dynamodb } }: z.output<typeof existingVpc>): boolean {
  return s3 === 'create' || dynamodb === 'create';
}

export type Network = z.output<typeof network>;
export type Endpoints = z.output<typeof endpoints>;
