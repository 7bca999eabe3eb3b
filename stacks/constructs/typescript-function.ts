import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import {
  LambdaFunction,
  type LambdaFunctionVpcConfig,
} from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, TerraformAsset, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { join } from 'node:path';
import { ARCHIVE, bundle } from './bundle';
import type { FeedContext } from './feed-context';
import { manageNetworkInterfaces, writeLogs } from './function-grants';
import type { Statement } from './policy';
import { ServiceRole } from './service-role';

export interface TypescriptFunctionProps {
  context: FeedContext;
  /** Folder in `consumers/`, whose `handler.ts` is bundled; also the end of the function's name. */
  consumer: string;
  environment: Record<string, string>;
  statements: readonly Statement[];
  memoryMegabytes: number;
  timeoutSeconds: number;
  vpc?: LambdaFunctionVpcConfig;
  description: string;
}

/** A function on nodejs22.x and arm64, with its role, its log group and its bundle. */
export class TypescriptFunction extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What polls or calls the function needs the role's rights in place. */
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: TypescriptFunctionProps) {
    super(scope, id);
    const { context, consumer, vpc } = props;
    const name = context.name('function', consumer);
    const logs = new CloudwatchLogGroup(this, 'logs', {
      name: functionLogGroup(name),
      retentionInDays: context.logRetentionDays,
      kmsKeyId: context.keyArn,
    });
    this.role = new ServiceRole(this, 'role', {
      name: context.name('role', consumer),
      services: ['lambda.amazonaws.com'],
      statements: [
        writeLogs(logs.arn),
        ...props.statements,
        ...(vpc === undefined ? [] : [manageNetworkInterfaces()]),
      ],
    });
    const lambda = this.addFunction(name, props, [logs, this.role.policy]);
    this.arn = lambda.arn;
    this.name = lambda.functionName;
  }

  private addFunction(
    name: string,
    { context, consumer, environment, vpc, ...props }: TypescriptFunctionProps,
    dependsOn: ITerraformDependable[],
  ): LambdaFunction {
    const asset = new TerraformAsset(this, 'bundle', {
      path: join(bundle(join(context.consumersFolder, consumer, 'handler.ts')), ARCHIVE),
      type: AssetType.FILE,
    });
    return new LambdaFunction(this, 'function', {
      functionName: name,
      description: props.description,
      role: this.role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: asset.path,
      sourceCodeHash: asset.assetHash,
      memorySize: props.memoryMegabytes,
      timeout: props.timeoutSeconds,
      environment: {
        variables: environment,
      },
      ...(vpc !== undefined && { vpcConfig: vpc }),
      dependsOn,
    });
  }
}

/** Lambda writes here by itself; made ahead, so that the logs are encrypted and end. */
export function functionLogGroup(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}
