/** The parts of Markdown that a model card uses. Everything else is shown as plain text. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; rows: string[][] };

export type Inline = { kind: 'text' | 'strong' | 'code'; text: string } | { kind: 'link'; text: string; href: string };

const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());
const isRule = (line: string) => /^\|?[\s:|-]+\|?$/.test(line) && line.includes('-');

/** Splits a text into blocks by its empty lines, fences and line starts. */
export function parseBlocks(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  for (let at = 0; at < lines.length; ) {
    const start = at;
    const line = lines[at] ?? '';
    const take = (matches: (text: string) => boolean) => {
      while (at < lines.length && matches(lines[at] ?? '')) at += 1;
      return lines.slice(start, at);
    };
    if (line.trim() === '') {
      at += 1;
    } else if (line.startsWith('```')) {
      at += 1;
      const body = take((text) => !text.startsWith('```')).slice(1);
      at += 1;
      blocks.push({ kind: 'code', text: body.join('\n') });
    } else if (/^#{1,6} /.test(line)) {
      at += 1;
      blocks.push({ kind: 'heading', text: line.replace(/^#+ /, '') });
    } else if (line.startsWith('|')) {
      const rows = take((text) => text.startsWith('|'))
        .filter((text) => !isRule(text))
        .map(cellsOf);
      blocks.push({ kind: 'table', rows: rows.filter((row) => row.some((cell) => cell !== '')) });
    } else if (/^[-*] /.test(line)) {
      const items = take((text) => /^([-*] |\s+\S)/.test(text));
      blocks.push({
        kind: 'list',
        items: items
          .join('\n')
          .split(/^[-*] /m)
          .map((item) => item.replace(/\s+/g, ' ').trim())
          .filter((item) => item !== ''),
      });
    } else {
      blocks.push({
        kind: 'paragraph',
        text: take((text) => text.trim() !== '' && !/^(#{1,6} |```|\||[-*] )/.test(text)).join(' '),
      });
    }
  }
  return blocks;
}

/** Splits a line into text, strong, code and links. Links go to http(s) only. */
export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  const pattern = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g;
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    const [whole, strong, code, label, href] = match;
    if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (label !== undefined && href !== undefined) parts.push({ kind: 'link', text: label, href });
    from = match.index + whole.length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}
