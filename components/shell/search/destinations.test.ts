import { describe, expect, it } from 'vitest';
import { DESTINATIONS, destinationsOf } from './destinations';

const hrefs = (text: string) => destinationsOf(text).map(({ href }) => href);

describe('destinationsOf', () => {
  it('offers every page when nothing is typed', () => expect(hrefs(' ')).toEqual(DESTINATIONS.map(({ href }) => href)));
  it('finds a page by any of its words', () => {
    expect(hrefs('earn')).toEqual(['/claim']);
    expect(hrefs('Launch onnx')).toEqual(['/launch']);
  });
  it('leads from an address, in any spelling, to its portfolio', () =>
    expect(hrefs('0xd8da6bf26964af9d7eed9e03e53415d37aa96045')).toEqual([
      '/portfolio/0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045',
    ]));
  it('leads from a number to the request', () => {
    expect(hrefs('#12')).toEqual(['/requests/12']);
    expect(hrefs('0')).toEqual([]);
  });
  it('offers nothing for a word that no page knows', () => expect(hrefs('zzz')).toEqual([]));
});
