import type { Operation } from '../../endpoint/dispatch';
import { operation } from '../../endpoint/dispatch';
import type { FoundFunction, FunctionRegistry } from './function-registry';

interface Named {
  FunctionName: string;
  Qualifier?: string;
}

/** What can be asked about functions; their code and settings change only with the definition. */
export function functionOperations(
  functions: FunctionRegistry,
): Readonly<Record<string, Operation>> {
  const about = (action: string, describe: (found: FoundFunction) => unknown) =>
    operation<Named, unknown>({
      parse: (input) => input as Named,
      iamActions: () => [`lambda:${action}`],
      resources: ({ FunctionName, Qualifier }) => [
        functions.find(FunctionName, Qualifier).invokedArn,
      ],
      run: ({ FunctionName, Qualifier }) => describe(functions.find(FunctionName, Qualifier)),
    });
  return {
    GetFunctionConfiguration: about('GetFunctionConfiguration', describeFunction),
    GetFunction: about('GetFunction', (found) => ({
      Configuration: describeFunction(found),
      Code: { RepositoryType: 'S3', Location: `file://${found.settings.filename}` },
    })),
    ListFunctions: operation<unknown, unknown>({
      parse: (input) => input,
      iamActions: () => ['lambda:ListFunctions'],
      resources: () => ['*'],
      run: () => ({ Functions: functions.all().map(describeFunction) }),
    }),
  };
}

function describeFunction({ settings, codeBytes, invokedArn, executedVersion }: FoundFunction) {
  return {
    FunctionName: settings.name,
    FunctionArn: invokedArn,
    Runtime: 'nodejs22.x',
    Role: settings.roleArn,
    Handler: settings.handler,
    CodeSize: codeBytes,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMegabytes,
    Version: executedVersion,
    Environment: { Variables: settings.environment },
    PackageType: 'Zip',
    Architectures: [settings.architecture],
    State: 'Active',
    LastUpdateStatus: 'Successful',
    LoggingConfig: { LogFormat: 'Text', LogGroup: settings.logGroup },
    ...(settings.deadLetterArn !== undefined && {
      DeadLetterConfig: { TargetArn: settings.deadLetterArn },
    }),
  };
}
