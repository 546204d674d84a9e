import { getAddress, isAddress } from 'viem';

/** A page that the search offers by name. `words` are found too. */
export type Destination = { href: string; label: string; words: string };

export const DESTINATIONS: readonly Destination[] = [
  { href: '/', label: 'Explore models', words: 'home list new trending graduated market' },
  { href: '/launch', label: 'Launch a model', words: 'create token imo onnx upload wizard' },
  { href: '/gallery', label: 'Gallery', words: 'artworks nft collection mint sale buy pictures royalty' },
  { href: '/portfolio', label: 'My portfolio', words: 'holdings tokens profit account wallet activity' },
  { href: '/requests', label: 'My requests', words: 'prompts answers history asked' },
  { href: '/claim', label: 'Claim revenue', words: 'earnings rewards snapshot burn' },
  { href: '/network', label: 'Network', words: 'nodes operators validators health status' },
  { href: '/disputes', label: 'Disputes', words: 'challenges games fraud proof' },
];

/** Where a typed text leads by itself: pages by their words, an account by its address, a request by its number. */
export function destinationsOf(text: string): Destination[] {
  const typed = text.trim();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const pages = DESTINATIONS.filter(({ label, words: more }) => {
    const all = `${label} ${more}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const account = isAddress(typed, { strict: false })
    ? [{ href: `/portfolio/${getAddress(typed)}`, label: `Portfolio of ${getAddress(typed)}`, words: '' }]
    : [];
  const id = typed.replace(/^#/, '');
  const request = /^[1-9]\d{0,8}$/.test(id) ? [{ href: `/requests/${id}`, label: `Request ${id}`, words: '' }] : [];
  return [...account, ...request, ...pages];
}
