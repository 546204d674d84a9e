import { describe, expect, it } from 'vitest';
import { parseBlocks, parseInline } from './markdown-blocks';

describe('parseBlocks', () => {
  it('reads the parts of a card', () =>
    expect(
      parseBlocks(
        '# Psalter\n\nGoes on\nfrom words.\n\n| a | b |\n|---|---|\n| kind | text |\n\n- one\n  more\n- two\n\n```sh\nx | y\n```',
      ),
    ).toEqual([
      { kind: 'heading', text: 'Psalter' },
      { kind: 'paragraph', text: 'Goes on from words.' },
      {
        kind: 'table',
        rows: [
          ['a', 'b'],
          ['kind', 'text'],
        ],
      },
      { kind: 'list', items: ['one more', 'two'] },
      { kind: 'code', text: 'x | y' },
    ]));
  it('leaves out an empty table head', () =>
    expect(parseBlocks('| | |\n|---|---|\n| a | b |')).toEqual([{ kind: 'table', rows: [['a', 'b']] }]));
  it('ends on anything, closed or not', () =>
    expect(parseBlocks('```\nopen')).toEqual([{ kind: 'code', text: 'open' }]));
});

describe('parseInline', () => {
  it('finds strong, code and links', () =>
    expect(parseInline('a **b** `c` [d](https://e.f)')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'strong', text: 'b' },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'c' },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'd', href: 'https://e.f' },
    ]));
  it('makes no link of a script', () =>
    expect(parseInline('[x](javascript:alert(1))')).toEqual([{ kind: 'text', text: '[x](javascript:alert(1))' }]));
});
