import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { ClientConfiguration } from './clients';
import { UserError } from './user-error';

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

/** Fixed credentials, or a provider that a client asks again once they expire. */
export type CredentialSource = Credentials | (() => Promise<Credentials>);

const SESSION_NAME = 'tributary';

/** Credentials of a role, with which clients work in the role's account. Asked for at the first call. */
export function assumeRole(
  configuration: ClientConfiguration,
  roleArn: string,
): () => Promise<Credentials> {
  return async () => {
    const sts = new STSClient(configuration);
    try {
      const { Credentials: issued } = await sts.send(
        new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: SESSION_NAME }),
      );
      return {
        accessKeyId: issued?.AccessKeyId ?? '',
        secretAccessKey: issued?.SecretAccessKey ?? '',
        sessionToken: issued?.SessionToken ?? '',
        ...(issued?.Expiration !== undefined && { expiration: issued.Expiration }),
      };
    } catch (cause) {
      throw new UserError(
        `The role ${roleArn} cannot be assumed: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    } finally {
      sts.destroy();
    }
  };
}
