import { z } from 'zod';
import { ServiceError } from '../../endpoint/service-error';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: body and attributes together, in bytes. */
export const MESSAGE_BYTES_MAX = 262_144;
/** A subject is shorter than this many characters. */
const SUBJECT_CHARACTERS_LIMIT = 100;
export const BATCH_ENTRIES_MAX = 10;

export const messageAttribute = z.strictObject({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.instanceof(Uint8Array).optional(),
});
export type MessageAttribute = z.output<typeof messageAttribute>;

export const messageMembers = {
  Message: z.string(),
  Subject: z.string().optional(),
  MessageStructure: z.string().optional(),
  MessageAttributes: z.record(z.string(), messageAttribute).optional(),
};

/** A message that SNS accepts; `bodies` holds the text per protocol where it differs. */
export interface Message {
  default: string;
  bodies: Record<string, string>;
  subject: string | undefined;
  attributes: Record<string, MessageAttribute>;
}

/** Refuses what SNS refuses, in SNS's words. */
export function parseMessage(input: {
  Message: string;
  Subject?: string | undefined;
  MessageStructure?: string | undefined;
  MessageAttributes?: Record<string, MessageAttribute> | undefined;
}): Message {
  const attributes = input.MessageAttributes ?? {};
  if (input.Message === '') throw invalid('Empty message');
  if (input.Subject !== undefined) checkSubject(input.Subject);
  for (const [name, attribute] of Object.entries(attributes)) checkAttribute(name, attribute);
  if (messageBytes(input.Message, attributes) > MESSAGE_BYTES_MAX)
    throw invalid('Message too long');
  const bodies = input.MessageStructure === undefined ? {} : protocolBodies(input);
  return {
    default: bodies['default'] ?? input.Message,
    bodies,
    subject: input.Subject,
    attributes,
  };
}

function protocolBodies(input: {
  Message: string;
  MessageStructure?: string | undefined;
}): Record<string, string> {
  if (input.MessageStructure !== 'json') throw invalid('MessageStructure');
  const parsed = parseJson(input.Message);
  const bodies = z.record(z.string(), z.unknown()).safeParse(parsed);
  if (!bodies.success) throw invalid('Message Structure - JSON message body failed to parse');
  const texts = Object.entries(bodies.data).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  if (!texts.some(([protocol]) => protocol === 'default')) {
    throw invalid('Message Structure - No default entry in JSON message body');
  }
  return Object.fromEntries(texts);
}

/** ASCII that begins with a letter, number or punctuation mark, without control characters. */
function checkSubject(subject: string): void {
  const fits = subject.length < SUBJECT_CHARACTERS_LIMIT && /^[!-~][ -~]*$/.test(subject);
  if (!fits) throw invalid('Subject');
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
function checkAttribute(name: string, attribute: MessageAttribute): void {
  const named = /^(?!\.)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}(?<!\.)$/.test(name);
  if (!named || /^(aws|amazon)\./i.test(name)) {
    throw new ServiceError(
      'InvalidParameterValue',
      `Invalid parameter: The message attribute name '${name}' is not valid.`,
    );
  }
  const [base] = attribute.DataType.split('.');
  if (base !== 'String' && base !== 'Number' && base !== 'Binary') {
    throw attributeRefusal(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const value = base === 'Binary' ? attribute.BinaryValue?.length : attribute.StringValue?.length;
  if (value === undefined || value === 0) {
    throw attributeRefusal(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${attribute.DataType}'.`,
    );
  }
  if (base === 'Number' && !isNumber(attribute.StringValue)) {
    throw attributeRefusal(`Could not cast message attribute '${name}' value to number.`);
  }
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '' && Number.isFinite(Number(text));
}

/** Names, types and values of the attributes count towards the limit. */
export function messageBytes(text: string, attributes: Record<string, MessageAttribute>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(attribute.DataType) +
      Buffer.byteLength(attribute.StringValue ?? '') +
      (attribute.BinaryValue?.length ?? 0),
    Buffer.byteLength(text),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function invalid(reason: string): ServiceError {
  return new ServiceError('InvalidParameter', `Invalid parameter: ${reason}`);
}

function attributeRefusal(reason: string): ServiceError {
  return new ServiceError('ParameterValueInvalid', reason);
}
