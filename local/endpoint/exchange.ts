/** One HTTP request, whatever carried it: a socket, or an SDK client in the same process. */
export interface HttpRequest {
  method: string;
  /** As sent, percent-encoded, without the query: `/lake/billing/x.json`. */
  path: string;
  /** As sent, without the question mark; empty where there is none. */
  query: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** Answers a request; a failure is a response too. Rejects only to break the connection unanswered. */
export type Exchange = (request: HttpRequest) => Promise<HttpResponse>;
