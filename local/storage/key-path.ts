import { createHash } from 'node:crypto';

/** Short enough for every file system's 255 bytes, with room for the markers below. */
const PIECE_CHARACTERS_MAX = 200;

/** Markers start with a percent sign that no escape can be: escapes are two upper-case hex digits. */
const EMPTY_SEGMENT = '%_';
const CONTINUED = '%+';
const CLASH = '%~';

/**
 * The names under which a key lies, one per folder and the last one the file's. Ordinary keys (letters,
 * digits, `-_.=!()+,@$&';~` and slashes) are their own path; anything else is percent-escaped as UTF-8,
 * an empty segment is `%_`, and a segment too long for a file name goes on in a folder below (`%+`).
 */
export function keyToPieces(key: string): string[] {
  return key.split('/').flatMap((segment) => splitLong(escapeSegment(segment)));
}

/**
 * The name to use instead where another key's folder or file already has `piece`, or its twin in case.
 * A file's and a folder's differ, so that these never meet either.
 */
export function clashingPiece(piece: string, kind: 'file' | 'folder'): string {
  const digest = createHash('sha256').update(`${kind}:${piece}`).digest('hex').slice(0, 8);
  return `${piece}${CLASH}${digest}`;
}

/** What file systems that ignore case take for the same name. */
export function foldPiece(piece: string): string {
  return piece.toLowerCase();
}

export function piecesToKey(pieces: readonly string[]): string {
  let escaped = '';
  pieces.forEach((name, index) => {
    const piece = name.replace(/%~[0-9a-f]{8}$/, '');
    if (piece.endsWith(CONTINUED)) escaped += piece.slice(0, -CONTINUED.length);
    else escaped += piece + (index === pieces.length - 1 ? '' : '/');
  });
  const bytes = escaped
    .replaceAll(EMPTY_SEGMENT, '')
    .replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function escapeSegment(segment: string): string {
  if (segment === '') return EMPTY_SEGMENT;
  const escaped = Buffer.from(segment, 'utf8')
    .toString('latin1')
    .replace(/[^A-Za-z0-9\-_.=!()+,@$&';~ [\]{}^#]/g, escapeCharacter);
  return escaped
    .replace(/^\.{1,2}$/, (dots) => dots.replaceAll('.', '%2E'))
    .replace(/[. ]$/, escapeCharacter)
    .replace(
      /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i,
      (name) => escapeCharacter(name.charAt(0)) + name.slice(1),
    );
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Never cuts an escape in two. */
function splitLong(escaped: string): string[] {
  const pieces: string[] = [];
  let rest = escaped;
  while (rest.length > PIECE_CHARACTERS_MAX) {
    const cut =
      rest.lastIndexOf('%', PIECE_CHARACTERS_MAX - 1) > PIECE_CHARACTERS_MAX - 3
        ? rest.lastIndexOf('%', PIECE_CHARACTERS_MAX - 1)
        : PIECE_CHARACTERS_MAX;
    pieces.push(rest.slice(0, cut) + CONTINUED);
    rest = rest.slice(cut);
  }
  return [...pieces, rest];
}
