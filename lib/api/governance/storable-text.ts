/** A stranger's text as a database can hold it: PostgreSQL knows no zero byte in a text. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '');
}
