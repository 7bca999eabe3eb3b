import type { FunctionSettings } from './function-settings';

/** Short-lived credentials of a function's role, as STS would hand them out. */
export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export interface EnvironmentOptions {
  settings: FunctionSettings;
  region: string;
  endpointUrl: string;
  credentials: RoleCredentials;
  logStream: string;
  /** Where the bundle lies. */
  taskRoot: string;
}

/**
 * Everything a function sees in `process.env`, nothing of the host's: its own variables and those that
 * the runtime reserves (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
 * `HOME` is the bundle's folder, so that the SDK does not find the host's `~/.aws`.
 */
export function environmentVariables(options: EnvironmentOptions): Record<string, string> {
  const { settings, region, credentials } = options;
  return {
    LANG: 'en_US.UTF-8',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...settings.environment,
    _HANDLER: settings.handler,
    TZ: ':UTC',
    HOME: options.taskRoot,
    LAMBDA_TASK_ROOT: options.taskRoot,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: options.endpointUrl,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_VERSION: settings.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMegabytes),
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: options.logStream,
  };
}
