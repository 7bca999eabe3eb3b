/** An element without its attributes, which no AWS request needs read but S3's grants. */
export interface XmlElement {
  name: string;
  children: XmlElement[];
  text: string;
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s/>]+)([^>]*?)(\/?)>|([^<]+)/y;

/** Deeper than any request of S3; what reads the elements follows them on the stack. */
const DEPTH_MAX = 100;

/** Undefined where the text is not one well-formed element, or nested too deep. Refuses document types (entity attacks). */
export function parseXml(text: string): XmlElement | undefined {
  const top: XmlElement = { name: '', children: [], text: '' };
  const open: XmlElement[] = [top];
  const source = text.replace(/^\uFEFF/, '').trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source);
    if (token === null || !takeToken(token, open)) return undefined;
  }
  return open.length === 1 && top.children.length === 1 ? top.children[0] : undefined;
}

function takeToken(token: RegExpExecArray, open: XmlElement[]): boolean {
  const current = open.at(-1);
  const [whole, cdata, slash, name, , selfClosing, characters] = token;
  if (current === undefined || whole.startsWith('<!DOCTYPE')) return false;
  if (cdata !== undefined) current.text += cdata;
  else if (characters !== undefined) current.text += unescapeXml(characters);
  else if (name !== undefined && slash === '/')
    return open.length > 1 && open.pop()?.name === localName(name);
  else if (name !== undefined) {
    const element: XmlElement = { name: localName(name), children: [], text: '' };
    current.children.push(element);
    if (selfClosing !== '/') open.push(element);
    return open.length <= DEPTH_MAX;
  }
  return true;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/&[#\w]+;/g, (reference) => {
    const name = reference.slice(1, -1);
    if (name.startsWith('#x')) return codePoint(parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return codePoint(Number(name.slice(1)));
    return NAMED[name] ?? reference;
  });
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}
