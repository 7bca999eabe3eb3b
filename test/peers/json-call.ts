import type { ContractCall } from '../contract/contract-call';

/** Calls a service that speaks JSON 1.1, and for which no client is among the dependencies. */
export function jsonCall(url: string, targetPrefix: string, signingName: string): ContractCall {
  return async (action, input = {}) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${targetPrefix}.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=test/20261121/eu-west-1/${signingName}/aws4_request`,
      },
      body: JSON.stringify(input),
    });
    const text = await answer.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    if (answer.ok) return body;
    const code = String(body['__type']).replace(/^.*#/, '');
    throw Object.assign(new Error(String(body['message'] ?? body['Message'])), { code });
  };
}
