/**
 * Of the SDK's operations these stream events: SubscribeToShard, SelectObjectContent and
 * InvokeWithResponseStream, which no function calls. As the SDK imports this part late, all that it needs would
 * be kept in every bundle.
 */
export function eventStreamSerdeProvider(): never {
  throw new Error('The bundles of functions have no part that streams events');
}

export { eventStreamSerdeProvider as EventStreamSerde };

export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}
