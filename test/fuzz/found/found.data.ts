/** Bytes that a fuzz target found, as they went over the wire, base64, and what was wrong. */
export const FOUND_AT_THE_ENDPOINT: readonly [what: string, base64: string][] = [
  [
    'HTTP/2 that breaks the protocol while a request is open, whose session Node never ends',
    'UFJJICogSFRUUC8yLjANCg0KU00NCg0KAAAABAAAAAAAAACnAQQAAAABg4RBiwidXAuBcNxoIBO/hh8I3IeW5pbHohvLbscIm3FL1hZC1JMOiCHNkhyat2HVf06XcH5Do158DAgCcCEQWC2reCoSsFiU1hZzoKwPwhqKwva0qE/Sm401RZMZRyFsRBOdCfpTcaaoabbCwABMc9yN9l5ff1+THXXQYg0mPUx5WHT7W6IPUsFcP0CJ8rDp9rJHZMVPl8JrCznQWIQAtgeA0vrtTtKQ9kl0aST/AAA5AAEAAAABeyJEZWxpdmVyeVN0cmVhbU5hbWUiOiJmdXp6IiwiUmVjb3JkcyI6W3siRGF0YSI6IllRPT0ifV19AAAABAEAAAAAAAAIBwAAAAAAAAAAAAAAAAA=',
  ],
];
