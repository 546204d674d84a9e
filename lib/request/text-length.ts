/** Length of a text in UTF-8 bytes, as the oracle and the model count it. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
