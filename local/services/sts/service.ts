import { z } from 'zod';
import { type Cloud, roleCaller } from '../../cloud';
import type { Caller, LocalService } from '../../endpoint/dispatch';
import type { ServiceRoute } from '../../endpoint/service-route';
import { declaredOperation } from '../declared-operation';
import { type DurableMap, durableMap } from '../durable-map';
import { operatorCaller } from './operator-caller';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export interface Sts {
  service: LocalService;
  route: ServiceRoute;
  /** Credentials under which a function acts as its role; they do not expire. */
  credentialsFor(roleArn: string, session: string): Credentials;
  /** Whose access key it is; keys that were never issued are the operator's. */
  callerOf(accessKeyId: string): Caller;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_SECONDS_DEFAULT = 3600;

interface Session {
  roleArn: string;
  session: string;
}

const route: ServiceRoute = {
  service: 'sts',
  protocol: 'query',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  signingNames: ['sts'],
  shape: { blobs: [], timestamps: ['Expiration'], numbers: ['DurationSeconds'] },
};

const assumeRoleInput = z.strictObject({
  RoleArn: z.string().regex(/^arn:aws:iam::\d{12}:role\/.+$/),
  RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  DurationSeconds: z.number().min(900).max(43_200).optional(),
  ExternalId: z.string().optional(),
  Policy: z.string().optional(),
});

/** Issued keys are known again after a restart, so that a shell that holds some goes on. */
export async function createSts(cloud: Cloud): Promise<Sts> {
  const sessions = durableMap<Session>(cloud.storage.log('sts/sessions'));
  await sessions.loaded();
  const callerOf = (accessKeyId: string) => {
    const known = sessions.get(accessKeyId);
    if (known === undefined) return operatorCaller(cloud.account);
    return roleCaller(known.roleArn, known.session);
  };
  return {
    service: { name: 'sts', operations: operationsOf(cloud, sessions) },
    route,
    callerOf,
    credentialsFor: (roleArn, session) => {
      const credentials = newCredentials(cloud);
      void sessions.set(credentials.accessKeyId, { roleArn, session });
      return credentials;
    },
  };
}

function operationsOf(cloud: Cloud, sessions: DurableMap<Session>) {
  return {
    GetCallerIdentity: declaredOperation({
      iam: 'sts:GetCallerIdentity',
      input: z.strictObject({}),
      invalid: 'ValidationError',
      run: (_input, { caller }) => ({
        UserId: userId(caller),
        Account: caller.account,
        Arn: caller.arn,
      }),
    }),
    AssumeRole: declaredOperation({
      iam: 'sts:AssumeRole',
      input: assumeRoleInput,
      invalid: 'ValidationError',
      resources: (input) => [input.RoleArn],
      run: async (input) => {
        const issued = newCredentials(cloud);
        const session = { roleArn: input.RoleArn, session: input.RoleSessionName };
        await sessions.set(issued.accessKeyId, session);
        const { arn } = roleCaller(session.roleArn, session.session);
        const seconds = input.DurationSeconds ?? SESSION_SECONDS_DEFAULT;
        return {
          Credentials: {
            AccessKeyId: issued.accessKeyId,
            SecretAccessKey: issued.secretAccessKey,
            SessionToken: issued.sessionToken,
            Expiration: new Date(cloud.clock.now() + seconds * 1000),
          },
          AssumedRoleUser: { AssumedRoleId: `AROA:${session.session}`, Arn: arn },
        };
      },
    }),
  };
}

/** `ASIA` begins the key of a session, as on AWS. */
function newCredentials(cloud: Cloud): Credentials {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const key = [...cloud.chance.bytes(16)].map((byte) => letters[byte % letters.length]).join('');
  return {
    accessKeyId: `ASIA${key}`,
    secretAccessKey: Buffer.from(cloud.chance.bytes(30)).toString('base64'),
    sessionToken: Buffer.from(cloud.chance.bytes(48)).toString('base64'),
  };
}

function userId(caller: Caller): string {
  const session = caller.arn.slice(caller.arn.lastIndexOf('/') + 1);
  return caller.kind === 'role' ? `AROA:${session}` : caller.account;
}
