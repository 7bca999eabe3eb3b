import { readPolicy, type Policy } from '../../local/permissions/policy';
import type { PredictedBlock } from './predict-definition';

/** A role or a resource of the definition with the policies that hang on it. */
export interface Holder {
  /** `people-lake.aws_kms_key.key_F64E54E4`. */
  address: string;
  stack: string;
  account: string;
  /** Of roles. */
  identity: Policy[];
  boundary?: Policy;
  /** The resource's own policy; of a role its trust policy. */
  own?: Policy;
  /** What the own policy is called: `key policy`. */
  ownName: string;
}

/** By ARN. What is not in it stands outside the definition, and its policies are not to be seen. */
export type Holders = ReadonlyMap<string, Holder>;

const OWN_NAMES: Readonly<Record<string, string>> = {
  aws_iam_role: 'trust policy',
  aws_kms_key: 'key policy',
  aws_lambda_function: 'function policy',
  aws_s3_bucket: 'bucket policy',
  aws_sns_topic: 'topic policy',
};

export function definitionPolicies(blocks: readonly PredictedBlock[]): Holders {
  const holders = new Map(blocks.filter(hasArn).map((block) => [arnOf(block), holderOf(block)]));
  const policies = new Map(
    ofType(blocks, 'aws_iam_policy').map((block) => [arnOf(block), textOf(block, 'policy')]),
  );
  const roleNamed = (block: PredictedBlock) =>
    holders.get(`arn:aws:iam::${block.account}:role/${textOf(block, 'role')}`);

  for (const block of ofType(blocks, 'aws_iam_role_policy'))
    roleNamed(block)?.identity.push(
      readPolicy(`inline policy ${textOf(block, 'name')}`, textOf(block, 'policy')),
    );
  for (const block of ofType(blocks, 'aws_iam_role_policy_attachment')) {
    const arn = textOf(block, 'policy_arn');
    const policy = policies.get(arn);
    if (policy !== undefined) roleNamed(block)?.identity.push(readPolicy(`policy ${arn}`, policy));
  }
  for (const block of ofType(blocks, 'aws_iam_role')) {
    const limit = policies.get(textOf(block, 'permissions_boundary'));
    const role = holders.get(arnOf(block));
    if (limit !== undefined && role !== undefined)
      role.boundary = readPolicy(`boundary of ${role.address}`, limit);
  }
  for (const [arn, own] of ownPolicies(blocks)) {
    const holder = holders.get(arn);
    if (holder !== undefined)
      holder.own = readPolicy(`${holder.ownName} of ${holder.address}`, own);
  }
  return holders;
}

/** Policies of resources, by the ARN of their resource. */
function ownPolicies(blocks: readonly PredictedBlock[]): [string, string][] {
  const buckets = new Map(
    ofType(blocks, 'aws_s3_bucket').map((block) => [textOf(block, 'bucket'), arnOf(block)]),
  );
  return [
    ...ofType(blocks, 'aws_iam_role').map((block): [string, string] => [
      arnOf(block),
      textOf(block, 'assume_role_policy'),
    ]),
    ...ofType(blocks, 'aws_kms_key').map((block): [string, string] => [
      arnOf(block),
      'policy' in block.attributes ? textOf(block, 'policy') : defaultKeyPolicy(block.account),
    ]),
    ...ofType(blocks, 'aws_s3_bucket_policy').map((block): [string, string] => [
      buckets.get(textOf(block, 'bucket')) ?? '',
      textOf(block, 'policy'),
    ]),
    ...ofType(blocks, 'aws_sns_topic_policy').map((block): [string, string] => [
      textOf(block, 'arn'),
      textOf(block, 'policy'),
    ]),
    ...ofType(blocks, 'aws_lambda_function').map((block): [string, string] => [
      arnOf(block),
      functionPolicy(blocks, block),
    ]),
  ];
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function defaultKeyPolicy(account: string): string {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  const statement = { Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' };
  return JSON.stringify({ Statement: [statement] });
}

/** Each permission is a statement: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
function functionPolicy(
  blocks: readonly PredictedBlock[],
  { account, region, attributes }: PredictedBlock,
): string {
  const statements = ofType(blocks, 'aws_lambda_permission')
    .filter((block) => block.account === account && block.region === region)
    .filter((block) =>
      [attributes['function_name'], attributes['arn']].includes(textOf(block, 'function_name')),
    )
    .map((block) => ({
      Sid: textOf(block, 'statement_id'),
      Effect: 'Allow',
      Principal: { Service: textOf(block, 'principal') },
      Action: textOf(block, 'action'),
      Resource: attributes['arn'],
      ...('source_arn' in block.attributes && {
        Condition: { ArnLike: { 'aws:SourceArn': textOf(block, 'source_arn') } },
      }),
    }));
  return JSON.stringify({ Statement: statements });
}

function holderOf({ address, stack, account, type }: PredictedBlock): Holder {
  return { address, stack, account, identity: [], ownName: OWN_NAMES[type] ?? 'resource policy' };
}

function hasArn({ attributes, type }: PredictedBlock): boolean {
  return 'arn' in attributes && !type.endsWith('_policy') && typeof attributes['arn'] === 'string';
}

const arnOf = (block: PredictedBlock) => textOf(block, 'arn');

const textOf = ({ attributes }: PredictedBlock, name: string) => String(attributes[name]);

function ofType(blocks: readonly PredictedBlock[], type: string): PredictedBlock[] {
  return blocks.filter((block) => block.type === type);
}
