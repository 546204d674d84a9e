import { describe, expect, it } from 'vitest';
import {
  addBuy,
  addRedemption,
  addSale,
  burnTokens,
  NO_POSITION,
  type Position,
  receiveTokens,
  sendTokens,
} from './position.ts';

const A = '0xaa';
const B = '0xbb';
type Step = (position: Position) => Position;
const run = (...steps: Step[]) => steps.reduce((position, step) => step(position), NO_POSITION);
const buy =
  (tokens: bigint, weiAmount: bigint): Step =>
  (position) =>
    receiveTokens(addBuy(position, { tokens, weiAmount }), tokens);
const send =
  (tokens: bigint, txHash: `0x${string}` = A): Step =>
  (position) =>
    sendTokens(position, { tokens, txHash });
const sale =
  (tokens: bigint, weiAmount: bigint, txHash: `0x${string}` = A): Step =>
  (position) =>
    addSale(position, { tokens, weiAmount, txHash });
const receive =
  (tokens: bigint): Step =>
  (position) =>
    receiveTokens(position, tokens);

describe('positions', () => {
  it('cost what was paid on average, and realise the difference on a sale', () => {
    const position = run(buy(100n, 1_000n), buy(100n, 3_000n), sale(50n, 1_500n), send(50n));
    expect(position).toMatchObject({ balance: 150n, costWei: 3_000n, realisedWei: 500n, soldWei: 1_500n });
  });

  it('come out the same whether a market takes the tokens before or after it tells of the sale', () => {
    const before = run(buy(100n, 1_000n), send(40n, B), sale(40n, 700n, B));
    const after = run(buy(100n, 1_000n), sale(40n, 700n, B), send(40n, B));
    expect(before).toEqual(after);
    expect(before).toMatchObject({ balance: 60n, costWei: 600n, realisedWei: 300n, pendingTokens: 0n });
  });

  it('come out the same for several sales in one transaction, in any order', () => {
    const orders: Step[][] = [
      [sale(10n, 200n), send(10n), sale(30n, 500n), send(30n)],
      [sale(10n, 200n), sale(30n, 500n), send(40n)],
      [send(40n), sale(10n, 200n), sale(30n, 500n)],
      [send(30n), sale(10n, 200n), sale(30n, 500n), send(10n)],
    ];
    for (const order of orders) {
      const { pendingCostWei, ...position } = run(buy(100n, 1_000n), ...order);
      expect(position).toMatchObject({ balance: 60n, costWei: 600n, realisedWei: 300n, pendingTokens: 0n });
      expect(pendingCostWei).toBe(0n);
    }
  });

  it('have no cost for tokens that came by a transfer, so that selling them is all gain', () => {
    const position = run(receive(100n), sale(100n, 900n), send(100n));
    expect(position).toMatchObject({ balance: 0n, costWei: 0n, realisedWei: 900n });
    expect(run(receive(100n), buy(100n, 800n), sale(100n, 900n), send(100n)).realisedWei).toBe(500n);
  });

  it('lose the cost of what is given away without calling it a loss', () => {
    const position = run(buy(100n, 1_000n), send(25n));
    expect(position).toMatchObject({ balance: 75n, costWei: 750n, realisedWei: 0n });
    // A gift of another transaction is not what this one sells.
    const later = run(buy(100n, 1_000n), send(25n, A), sale(75n, 900n, B), send(75n, B));
    expect(later).toMatchObject({ balance: 0n, costWei: 0n, realisedWei: 150n });
  });

  it('leave no cost behind with the last token, whatever was rounded', () => {
    const position = run(buy(3n, 100n), sale(1n, 50n), send(1n), sale(1n, 50n, B), send(1n, B), send(1n, '0xcc'));
    expect(position).toMatchObject({ balance: 0n, costWei: 0n });
  });

  it('realise a burn as a loss of its cost and the redemption as a gain', () => {
    const position = addRedemption(burnTokens(run(buy(100n, 1_000n)), 30n), 450n);
    expect(position).toMatchObject({ balance: 70n, costWei: 700n, realisedWei: 150n });
  });
});
