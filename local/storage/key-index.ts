import { clashingPiece, foldPiece, keyToPieces, piecesToKey } from './key-path';

interface Folder {
  entries: Map<string, Entry>;
}

type Entry = { name: string; kind: 'file' } | { name: string; kind: 'folder'; folder: Folder };

/** Which key lies where: gives each new key a path that no other key's file or folder has. */
export interface KeyIndex {
  /** The key's path pieces, if it is known. */
  find(key: string): readonly string[] | undefined;
  /** The key's path pieces, found now if it is new. */
  place(key: string): readonly string[];
  /** Takes in a file that lies on disk. */
  adopt(pieces: readonly string[]): void;
  remove(key: string): void;
  keys(): Iterable<string>;
}

export function createKeyIndex(): KeyIndex {
  const root: Folder = { entries: new Map() };
  const paths = new Map<string, readonly string[]>();
  const place = (key: string) => {
    const known = paths.get(key);
    if (known !== undefined) return known;
    const placed = placePieces(root, keyToPieces(key));
    paths.set(key, placed);
    return placed;
  };
  return {
    find: (key) => paths.get(key),
    place,
    adopt: (pieces) => {
      let folder = root;
      for (const name of pieces.slice(0, -1)) folder = enterFolder(folder, name);
      addFile(folder, pieces.at(-1) ?? '');
      paths.set(piecesToKey(pieces), pieces);
    },
    remove: (key) => {
      const pieces = paths.get(key);
      if (pieces === undefined) return;
      paths.delete(key);
      removeFile(root, pieces);
    },
    keys: () => paths.keys(),
  };
}

function placePieces(root: Folder, pieces: string[]): string[] {
  let folder = root;
  return pieces.map((piece, index) => {
    const isLast = index === pieces.length - 1;
    const name = isLast ? freeFileName(folder, piece) : folderName(folder, piece);
    if (isLast) addFile(folder, name);
    else folder = enterFolder(folder, name);
    return name;
  });
}

function freeFileName(folder: Folder, piece: string): string {
  return folder.entries.has(foldPiece(piece)) ? clashingPiece(piece, 'file') : piece;
}

function folderName(folder: Folder, piece: string): string {
  const entry = folder.entries.get(foldPiece(piece));
  const isFree = entry === undefined || (entry.kind === 'folder' && entry.name === piece);
  return isFree ? piece : clashingPiece(piece, 'folder');
}

function enterFolder(parent: Folder, name: string): Folder {
  const known = parent.entries.get(foldPiece(name));
  if (known?.kind === 'folder') return known.folder;
  const folder: Folder = { entries: new Map() };
  parent.entries.set(foldPiece(name), { name, kind: 'folder', folder });
  return folder;
}

function addFile(folder: Folder, name: string): void {
  folder.entries.set(foldPiece(name), { name, kind: 'file' });
}

function removeFile(root: Folder, pieces: readonly string[]): void {
  let folder = root;
  for (const name of pieces.slice(0, -1)) folder = enterFolder(folder, name);
  folder.entries.delete(foldPiece(pieces.at(-1) ?? ''));
}
