/**
 * The only statements that may name `*` as a resource or all actions of a service, by statement id,
 * each with its reason. `policyDocument` refuses every other one.
 */
export const WILDCARDS: Readonly<Record<string, string>> = {
  AdministerKey:
    'the account keeps the right to manage its own key, or the key is lost for ever; in a key policy * is that key',
  UseKeyByDelivery: 'in a key policy * is the key itself',
  UseKeyByLogs: 'in a key policy * is the key itself',
  UseKeyByNotifications: 'in a key policy * is the key itself',
  DenyPlainText: 'a denial: it must cover every action, or plain HTTP stays open for the rest',
  DescribeTasks: 'DMS lists tasks by filter: DescribeReplicationTasks takes no resource',
  ManageNetworkInterfaces:
    'Lambda makes the interface before it has an id, and its Describe calls take no resource',
  PublishSms: 'a phone number has no ARN; topics are denied beside it',
};
