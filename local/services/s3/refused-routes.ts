import type { RestRoute } from '../../endpoint/service-route';
import { BUCKET } from './bucket-routes';
import { OBJECT } from './object-headers';

/** Without these a request for them would be taken for the object or the bucket itself. */
const UNSUPPORTED = [
  'accelerate', 'acl', 'analytics', 'attributes', 'cors', 'intelligent-tiering', 'inventory', 'legal-hold', 'logging',
  'metadataTable', 'metrics', 'notification', 'object-lock', 'policyStatus', 'publicAccessBlockStatus',
  'requestPayment', 'restore', 'retention', 'select', 'session', 'torrent', 'website', 'renameObject',
]; // prettier-ignore

export const REFUSED: RestRoute[] = UNSUPPORTED.flatMap((query) =>
  ['GET', 'PUT', 'POST', 'DELETE'].flatMap((method) =>
    [BUCKET, OBJECT].map((path) => ({
      action: `${method} ?${query}`,
      method,
      path,
      requiredQuery: [query],
    })),
  ),
);
