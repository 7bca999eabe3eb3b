import { ServiceError } from '../service-error';
import type { WireShape } from '../wire-shape';
import { textMemberReader, type MemberReader } from './shape-members';

interface Node {
  text?: string;
  members: Map<string, Node>;
}

/** Deeper than any AWS request; keeps a hostile name from exhausting the stack. */
const DEPTH_MAX = 32;

/**
 * `Attributes.entry.1.key=a` and `Tags.member.1.Key=b` as documents. Lists and maps are recognised by
 * their numbers; a member that the shape calls a list is an empty list when sent without entries.
 */
export function readQueryTree(
  parameters: URLSearchParams,
  shape: WireShape,
): Record<string, unknown> {
  const root: Node = { members: new Map() };
  for (const [name, value] of parameters) {
    if (name !== 'Action' && name !== 'Version') plant(root, name.split('.'), value);
  }
  return readMembers(root, shape, textMemberReader(shape));
}

function plant(root: Node, path: string[], text: string): void {
  if (path.length > DEPTH_MAX) {
    throw new ServiceError(
      'MalformedQueryString',
      `The parameter ${path.slice(0, 3).join('.')}… nests too deep.`,
    );
  }
  let node = root;
  for (const part of path) {
    const next: Node = node.members.get(part) ?? { members: new Map() };
    node.members.set(part, next);
    node = next;
  }
  node.text = text;
}

function readMembers(node: Node, shape: WireShape, read: MemberReader): Record<string, unknown> {
  return Object.fromEntries(
    [...node.members].map(([name, member]) => [name, readMember(name, member, { shape, read })]),
  );
}

function readMember(
  name: string,
  node: Node,
  typing: { shape: WireShape; read: MemberReader },
): unknown {
  const { shape, read } = typing;
  if (node.members.size === 0) {
    return node.text === '' && shape.lists?.[name] !== undefined ? [] : read(name, node.text ?? '');
  }
  const items = listItems(node);
  if (items === undefined) return readMembers(node, shape, read);
  const map = shape.maps?.[name];
  if (map === undefined) return items.map((item) => readMember(name, item, typing));
  return Object.fromEntries(
    items.map((item) => {
      const value = item.members.get(map.value) ?? { members: new Map() };
      return [item.members.get(map.key)?.text ?? '', readMember(map.value, value, typing)];
    }),
  );
}

/** The entries in order of their numbers, below `member`, `entry` or the list itself. */
function listItems(node: Node): Node[] | undefined {
  const [only] = node.members.size === 1 ? node.members : [];
  const numbered = only !== undefined && !isNumber(only[0]) ? only[1] : node;
  const entries = [...numbered.members];
  if (entries.length === 0 || !entries.every(([name]) => isNumber(name))) return undefined;
  return entries.sort(([left], [right]) => Number(left) - Number(right)).map(([, item]) => item);
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}
