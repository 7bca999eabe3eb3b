/** The client of DynamoDB makes one, and none of its commands looks for an endpoint in it. */
export class EndpointCache {
  getEndpoint(): never {
    throw new Error('The bundles of functions have no part that discovers endpoints');
  }
}
