import { z } from 'zod';
import { declaredOperation } from '../declared-operation';
import type { NamedQuery, Workgroup, Workgroups } from './workgroups';

const declare = { invalid: 'InvalidRequestException' };

/** Reading workgroups and named queries; the definition alone writes them. */
export function workgroupOperations(workgroups: Workgroups) {
  return {
    GetWorkGroup: declaredOperation({
      ...declare,
      iam: 'athena:GetWorkGroup',
      input: z.strictObject({ WorkGroup: z.string() }),
      resources: ({ WorkGroup }) => [workgroups.arn(WorkGroup)],
      run: ({ WorkGroup }) => ({ WorkGroup: describe(workgroups.find(WorkGroup)) }),
    }),
    ListWorkGroups: declaredOperation({
      ...declare,
      iam: 'athena:ListWorkGroups',
      input: z.strictObject({ MaxResults: z.number().optional() }),
      run: () => ({
        WorkGroups: workgroups.all().map((each) => ({
          Name: each.name,
          State: each.enabled ? 'ENABLED' : 'DISABLED',
          Description: each.description,
          CreationTime: new Date(each.createdAtMilliseconds),
        })),
      }),
    }),
    ListNamedQueries: declaredOperation({
      ...declare,
      iam: 'athena:ListNamedQueries',
      input: z.strictObject({
        WorkGroup: z.string().optional(),
        MaxResults: z.number().optional(),
      }),
      run: ({ WorkGroup }) => ({
        NamedQueryIds: workgroups
          .namedQueries()
          .filter(({ workgroup }) => workgroup === (WorkGroup ?? 'primary'))
          .map(({ id }) => id),
      }),
    }),
    GetNamedQuery: declaredOperation({
      ...declare,
      iam: 'athena:GetNamedQuery',
      input: z.strictObject({ NamedQueryId: z.string() }),
      run: ({ NamedQueryId }) => ({
        NamedQuery: describeQuery(workgroups.namedQuery(NamedQueryId)),
      }),
    }),
  };
}

function describe(workgroup: Workgroup) {
  return {
    Name: workgroup.name,
    State: workgroup.enabled ? 'ENABLED' : 'DISABLED',
    Description: workgroup.description,
    CreationTime: new Date(workgroup.createdAtMilliseconds),
    Configuration: {
      ResultConfiguration: { OutputLocation: workgroup.outputLocation },
      EnforceWorkGroupConfiguration: workgroup.enforced,
    },
  };
}

function describeQuery(query: NamedQuery) {
  return {
    NamedQueryId: query.id,
    Name: query.name,
    Description: query.description,
    Database: query.database,
    QueryString: query.sql,
    WorkGroup: query.workgroup,
  };
}
