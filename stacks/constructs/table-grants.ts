import type { Statement } from './policy';

/** Claims, marks and looks up items by key. */
export function keepItems(tableArns: readonly string[]): Statement {
  return {
    sid: 'KeepItems',
    actions: [
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ],
    resources: tableArns,
  };
}

export function readItems(tableArn: string): Statement {
  return {
    sid: 'ReadContacts',
    actions: ['dynamodb:GetItem'],
    resources: [tableArn],
  };
}
