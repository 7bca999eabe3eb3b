/** First letters of the names of DynamoDB's types: `S` of `S` and `SS`, and so on. */
export const STRING = 0x53;
export const NUMBER = 0x4e;
export const BINARY = 0x42;
export const LIST = 0x4c;
export const MAP = 0x4d;
