import type { ContractCall } from '../contract/contract-call';

/** Calls a service of AWS's JSON protocol that has no client among the dependencies. */
export function jsonCall(url: string, targetPrefix: string, signingName: string): ContractCall {
  return async (action, input = {}) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${targetPrefix}.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=test/20261121/eu-west-1/${signingName}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(input),
    });
    const text = await answer.text();
    if (answer.ok) return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const code = /"__type":\s*"(?:[^"#]*#)?([^"]+)"/.exec(text)?.[1] ?? `HTTP ${answer.status}`;
    throw Object.assign(new Error(text), { code });
  };
}
