/** What IAM decides by besides who, what and whereon, by lower-case key: `kms:viaservice`, `aws:sourcearn`, … */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/** One right that a call needs: a call may need several, each on a resource of its own. */
export interface Access {
  /** `kinesis:PutRecords`. */
  action: string;
  /** ARN; `*` where the action takes no resource. */
  resource: string;
  context?: RequestContext;
}

/** A use of a key on behalf of whoever calls a service that encrypts with it. */
interface KeyUse {
  actions: readonly ('kms:Decrypt' | 'kms:GenerateDataKey' | 'kms:Encrypt')[];
  /** ARN or id; undefined where nothing is encrypted, or under a key of AWS's own. */
  key: string | undefined;
  /** The service that asks KMS, as `kms:ViaService` names it without the region: `kinesis`. */
  via: string;
  /** The service's encryption context: `{ 'aws:kinesis:arn': … }`. */
  encryptionContext: Readonly<Record<string, string>>;
}

/**
 * What a service asks KMS for, as its caller. Keys of AWS's own (`alias/aws/kinesis`) serve everybody in
 * the account through their service: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html
 */
export function keyAccesses(place: { account: string; region: string }, use: KeyUse): Access[] {
  if (use.key === undefined || use.key.includes('alias/aws/')) return [];
  const resource = use.key.startsWith('arn:')
    ? use.key
    : `arn:aws:kms:${place.region}:${place.account}:${use.key.startsWith('alias/') ? '' : 'key/'}${use.key}`;
  const region = resource.split(':')[3] ?? place.region;
  const context: Record<string, readonly string[]> = {
    'kms:viaservice': [`${use.via}.${region}.amazonaws.com`],
    ...encryptionContextKeys(use.encryptionContext),
  };
  return use.actions.map((action) => ({ action, resource, context }));
}

/** Each pair of an encryption context is a condition key of its own. */
export function encryptionContextKeys(
  context: Readonly<Record<string, string>>,
): Record<string, readonly string[]> {
  const pairs = Object.entries(context);
  return Object.fromEntries([
    ...pairs.map(([name, value]) => [`kms:encryptioncontext:${name.toLowerCase()}`, [value]]),
    ...(pairs.length === 0 ? [] : [['kms:encryptioncontextkeys', pairs.map(([name]) => name)]]),
  ]) as Record<string, readonly string[]>;
}
