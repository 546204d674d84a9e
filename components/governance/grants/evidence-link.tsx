import { plainLine } from '@/lib/format/plain-text';

const LIMIT = 120;

/** Where a recipient says the evidence is: a link if it leads to the web, else text. Anyone may have written it. */
export function EvidenceLink({ uri }: { uri: string }) {
  const shown = plainLine(uri, LIMIT);
  const href = webAddress(uri);
  if (shown === '') return <span>none given</span>;
  if (href === null) return <span className="[overflow-wrap:anywhere]">{shown}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer nofollow ugc" className="link [overflow-wrap:anywhere]">
      {shown}
    </a>
  );
}

/** A script or a file of the reader's must not be one click away. */
function webAddress(uri: string): string | null {
  try {
    const { protocol, href } = new URL(uri);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}
