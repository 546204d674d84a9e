/** ERC-7572 metadata of a token as a data: URI, so that it needs no host. */
export function tokenUri(facts: { name: string; symbol: string; description: string }): string {
  const bytes = new TextEncoder().encode(JSON.stringify(facts));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:application/json;base64,${btoa(binary)}`;
}
