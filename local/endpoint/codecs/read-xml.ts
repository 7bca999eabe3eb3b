import type { ListShape, WireShape } from '../wire-shape';
import type { XmlElement } from './parse-xml';
import { textMemberReader, type MemberReader } from './shape-members';

interface Reading {
  shape: WireShape;
  read: MemberReader;
  /** Element name of a flattened list to its member: `Object` to `Objects`. */
  flattened: ReadonlyMap<string, string>;
}

/** An element's children as a document's members, typed by the shape's names. */
export function readXmlMembers(element: XmlElement, shape: WireShape): Record<string, unknown> {
  const lists = Object.entries(shape.lists ?? {});
  const flattened = new Map(
    lists.filter(([, list]) => list.flattened).map(([name, list]) => [list.element, name]),
  );
  return readChildren(element, { shape, read: textMemberReader(shape), flattened });
}

function readChildren(element: XmlElement, reading: Reading): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const child of element.children) {
    const listName = reading.flattened.get(child.name);
    if (listName === undefined) members[child.name] = readMember(child, reading);
    else
      members[listName] = [
        ...((members[listName] ?? []) as unknown[]),
        readValue(listName, child, reading),
      ];
  }
  return members;
}

function readMember(child: XmlElement, reading: Reading): unknown {
  const list: ListShape | undefined = reading.shape.lists?.[child.name];
  if (list === undefined) return readValue(child.name, child, reading);
  return child.children
    .filter(({ name }) => name === list.element)
    .map((item) => readValue(child.name, item, reading));
}

function readValue(name: string, element: XmlElement, reading: Reading): unknown {
  return element.children.length > 0
    ? readChildren(element, reading)
    : reading.read(name, element.text);
}
