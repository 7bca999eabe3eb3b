/** What a function is, as its definition says; the same for a worker and for a handler in process. */
export interface FunctionSettings {
  name: string;
  /** Unqualified. */
  arn: string;
  roleArn: string;
  /** `index.handler`: file without extension, dot, exported name. */
  handler: string;
  /** Absolute path of the bundle, a zip. */
  filename: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Readonly<Record<string, string>>;
  description: string;
  architecture: 'x86_64' | 'arm64';
  /** Invocations at one time; undefined takes from the account's pool, 0 refuses every invocation. */
  reservedConcurrency?: number;
  /** Queue or topic that gets asynchronous events after their last retry. */
  deadLetterArn?: string;
  logGroup: string;
  /** `$LATEST`, or `1` where the definition publishes. */
  version: string;
}
