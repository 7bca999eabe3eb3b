/** The record was not handled and is to be tried again: a wait, a throttle, a service that is away. */
export class TransientError extends Error {}
