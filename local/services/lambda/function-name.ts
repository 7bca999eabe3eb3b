import { ServiceError } from '../../endpoint/service-error';

export interface FunctionName {
  name: string;
  qualifier?: string;
}

/** Name, partial ARN or full ARN, each with or without a qualifier. */
const FORM =
  /^(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:|\d{12}:function:|function:)?([\w-]{1,64})(?::(\$LATEST|[\w-]{1,128}))?$/;

export function parseFunctionName(given: string, qualifier?: string): FunctionName {
  const match = FORM.exec(given);
  const name = match?.[1];
  if (name === undefined) {
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value '${given}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${FORM.source}`,
    );
  }
  const found = match?.[2];
  if (found !== undefined && qualifier !== undefined && found !== qualifier) {
    throw new ServiceError(
      'InvalidParameterValueException',
      'The derived qualifier from the function name does not match the specified qualifier.',
    );
  }
  const chosen = found ?? qualifier;
  return chosen === undefined ? { name } : { name, qualifier: chosen };
}
