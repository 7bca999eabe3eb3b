import type { z } from 'zod';
import { type CallContext, type Operation, operation } from '../endpoint/dispatch';
import type { Access } from '../permissions/access';
import { ServiceError } from '../endpoint/service-error';

/**
 * An operation whose input is described by a schema. A member that the schema does not know is refused
 * as unsupported, not ignored; any other mistake is refused with the code `invalid`.
 */
export function declaredOperation<Schema extends z.ZodType, Output>(declared: {
  /** `sns:Publish`: the action, and the IAM action that the caller needs. */
  iam: string;
  input: Schema;
  /** The service's own code for a malformed request, e.g. `InvalidParameter`. */
  invalid: string;
  resources?: (input: z.output<Schema>) => string[];
  /** As of `Operation`, in place of `iam` on each of `resources`. */
  accesses?: (input: z.output<Schema>) => readonly Access[] | Promise<readonly Access[]>;
  run(input: z.output<Schema>, context: CallContext): Output | Promise<Output>;
}): Operation {
  return operation<z.output<Schema>, Output>({
    parse: (input) => {
      const parsed = declared.input.safeParse(input ?? {});
      if (parsed.success) return parsed.data;
      throw refusal(declared.iam, declared.invalid, parsed.error);
    },
    iamActions: () => [declared.iam],
    resources: (input) => declared.resources?.(input) ?? ['*'],
    ...(declared.accesses !== undefined && { accesses: declared.accesses }),
    run: (input, context) => declared.run(input, context),
  });
}

function refusal(action: string, code: string, error: z.ZodError): ServiceError {
  const unknown = error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown !== undefined) {
    const path = [...unknown.path, unknown.keys[0]].join('.');
    return new ServiceError(
      'NotImplementedException',
      `The member ${path} of ${action} is not supported by the laptop cloud.`,
      { status: 501 },
    );
  }
  const problems = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return new ServiceError(code, `Invalid parameter: ${problems.join('; ')}`);
}
