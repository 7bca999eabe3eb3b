import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * The keys of the execution role, which Lambda puts into the environment:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export const defaultProvider = fromEnv;
