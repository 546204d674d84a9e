import type { Address } from 'viem';
import { plainLine, plainText } from '../format/plain-text.ts';

const TITLE_LIMIT = 140;
const PROPOSER = /\s*#proposer=0x[0-9a-fA-F]{40}$/;

/**
 * What a proposal says on chain: a heading, the reasons, and the proposer. The governor lets only the named account propose
 * a text that ends so; otherwise a stranger could propose the same first, and then cancel it.
 */
export function describeProposal({ title, why, proposer }: { title: string; why: string; proposer: Address }): string {
  const parts = [`# ${plainLine(title, TITLE_LIMIT)}`, plainText(why).trim(), `#proposer=${proposer}`];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** Heading and reasons out of a description, as anybody may have written it. */
export function readDescription(text: string): { title: string; why: string } {
  const clean = plainText(text).replace(PROPOSER, '').trim();
  const [first = '', ...rest] = clean.split('\n');
  const title = plainLine(first.replace(/^#+\s*/, ''), TITLE_LIMIT);
  return { title: title === '' ? 'A proposal without a title' : title, why: rest.join('\n').trim() };
}
