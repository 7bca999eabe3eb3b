import type { StackDefinition } from '../../../local/definition/read-definition';

interface Document {
  Statement: { Sid?: string; Action: string[] }[];
}

/** The stacks with an action taken out of the statements of that id, in every policy of a role. */
export function withoutRight(
  stacks: readonly StackDefinition[],
  statement: string,
  action: string,
): StackDefinition[] {
  const copy = structuredClone([...stacks]);
  let removed = 0;
  for (const { resource } of copy) {
    for (const block of Object.values(resource['aws_iam_role_policy'] ?? {})) {
      const document = JSON.parse(block['policy'] as string) as Document;
      for (const each of document.Statement) {
        if (each.Sid !== statement || !each.Action.includes(action)) continue;
        each.Action = each.Action.map((name) => (name === action ? 'sts:GetCallerIdentity' : name));
        removed += 1;
      }
      block['policy'] = JSON.stringify(document);
    }
  }
  if (removed === 0) throw new Error(`No statement ${statement} allows ${action}`);
  return copy;
}
