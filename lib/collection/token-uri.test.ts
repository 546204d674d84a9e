import { describe, expect, it } from 'vitest';
import { parseTokenUri } from './token-uri.ts';

const IMAGE = 'data:image/svg+xml;base64,PHN2Zy8+';
const uriOf = (value: unknown) =>
  `data:application/json;base64,${Buffer.from(JSON.stringify(value)).toString('base64')}`;

describe('parseTokenUri', () => {
  it('reads name, description and image, in any script', () => {
    const metadata = { name: 'Ödland', description: '灯台', image: IMAGE };
    expect(parseTokenUri(uriOf({ ...metadata, prompt: 'x' }))).toEqual(metadata);
  });
  it('takes no other kind of image or address', () => {
    for (const image of [
      'https://example.org/a.svg',
      'data:text/html;base64,PHN2Zy8+',
      `${IMAGE}"onload="x`,
      'javascript:1',
    ]) {
      expect(parseTokenUri(uriOf({ name: 'a', description: 'b', image }))).toBeNull();
    }
    expect(parseTokenUri('https://example.org/1.json')).toBeNull();
    expect(parseTokenUri('data:application/json;base64,!!')).toBeNull();
    expect(parseTokenUri(uriOf({ name: 'a' }))).toBeNull();
  });
});
