import { DefinitionError } from './definition-error';

/** An attribute path: `aws_kinesis_stream.changes.arn`, `…master_user_secret[0].secret_arn`. */
export type AttributePath = readonly (string | number)[];

type Part = { text: string } | { path: AttributePath };

const PATH_STEP = /^(?:\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\["([^"]+)"\])/;

/**
 * A Terraform string template, as far as our stacks write it: literal text, `$${` for a literal `${`,
 * and attribute paths. Functions, conditionals and iterators are refused.
 */
function parseTemplate(template: string): Part[] {
  const parts: Part[] = [];
  let text = '';
  let at = 0;
  while (at < template.length) {
    if (template.startsWith('$${', at)) {
      text += '${';
      at += 3;
    } else if (template.startsWith('${', at)) {
      const end = template.indexOf('}', at);
      if (end < 0) throw new DefinitionError(`Unclosed \${ in "${template}".`);
      if (text !== '') parts.push({ text });
      text = '';
      parts.push({ path: parsePath(template.slice(at + 2, end).trim()) });
      at = end + 1;
    } else {
      text += template.charAt(at++);
    }
  }
  if (text !== '') parts.push({ text });
  return parts;
}

function parsePath(expression: string): AttributePath {
  const steps: (string | number)[] = [];
  let rest = expression;
  while (rest !== '') {
    const step = PATH_STEP.exec(rest);
    if (step === null) {
      throw new DefinitionError(
        `"\${${expression}}" is more than an attribute path. The laptop reads attribute paths only; write it without functions or operators.`,
      );
    }
    const [matched, name, index, key] = step;
    steps.push(index === undefined ? (name ?? key ?? '') : Number(index));
    rest = rest.slice(matched.length);
  }
  return steps;
}

/** Replaces each reference in a JSON value; a string that is one reference takes the value's own type. */
export function resolveReferences(
  value: unknown,
  lookup: (path: AttributePath) => unknown,
): unknown {
  if (typeof value === 'string') return resolveTemplate(value, lookup);
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, lookup));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveReferences(item, lookup)]),
  );
}

function resolveTemplate(template: string, lookup: (path: AttributePath) => unknown): unknown {
  if (!template.includes('${')) return template;
  const parts = parseTemplate(template);
  const [first] = parts;
  if (parts.length === 1 && first !== undefined && 'path' in first) return lookup(first.path);
  return parts.map((part) => ('text' in part ? part.text : asText(lookup(part.path)))).join('');
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new DefinitionError(
    `A ${value === null ? 'null' : typeof value} cannot be part of a string template.`,
  );
}

/** Every attribute path that a JSON value refers to. */
export function referencesIn(value: unknown): AttributePath[] {
  const found: AttributePath[] = [];
  resolveReferences(value, (path) => {
    found.push(path);
    return '';
  });
  return found;
}

/** Follows the steps after the resource's address; throws when an attribute is not there. */
export function valueAt(root: unknown, steps: AttributePath, address: string): unknown {
  let value = root;
  for (const step of steps) {
    const next = (value as Record<string | number, unknown> | null | undefined)?.[step];
    if (next === undefined) {
      throw new DefinitionError(
        `${address} has no attribute ${steps.join('.')} on the laptop; its adapter must provide it.`,
      );
    }
    value = next;
  }
  return value;
}
