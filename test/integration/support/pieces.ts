import { type Address, type Hex, keccak256, parseEther, stringToHex, zeroAddress, zeroHash } from 'viem';
import { aigcCollectionAbi, aiOracleAbi, marketplaceAbi } from '../../../lib/chain/generated/abis.ts';
import type { ROLES } from '../../../scripts/start/accounts.ts';
import { type LocalChain, mined } from './local-chain.ts';

type Name = keyof typeof ROLES;
const GAS = { gas: 3_000_000n } as const;

/** What minters, buyers and an operator without a model do, each act mined when it returns. */
export function piecesOf(chain: LocalChain, collection: Address) {
  const { aiOracle, disputeGame, marketplace } = chain.deployment.contracts;
  const oracle = { address: aiOracle, abi: aiOracleAbi, ...GAS } as const;
  const pieces = { address: collection, abi: aigcCollectionAbi, ...GAS } as const;
  const market = { address: marketplace, abi: marketplaceAbi, ...GAS } as const;
  const done = (hash: Promise<Hex>) => mined(chain, hash);
  const read = { address: collection, abi: aigcCollectionAbi } as const;

  return {
    idOf: (prompt: string) => BigInt(keccak256(stringToHex(prompt))),
    /** Answers in the name of the operator, whose bond comes with it. */
    answer: (requestId: bigint, output: string) =>
      done(
        chain.wallet('operator').writeContract({
          ...oracle,
          functionName: 'submitResult',
          args: [requestId, stringToHex(output), zeroHash],
          value: parseEther('0.1'),
        }),
      ),
    /** What a won challenge does: the answer is gone. */
    voidAnswer: async (requestId: bigint) => {
      await chain.test.impersonateAccount({ address: disputeGame });
      await chain.test.setBalance({ address: disputeGame, value: parseEther('1') });
      const wallet = chain.wallet('deployer');
      const as = { account: disputeGame, chain: wallet.chain } as const;
      const challenger = wallet.account.address;
      await done(wallet.writeContract({ ...oracle, ...as, functionName: 'lockResult', args: [requestId] }));
      await done(wallet.writeContract({ ...oracle, ...as, functionName: 'voidResult', args: [requestId, challenger] }));
      await chain.test.stopImpersonatingAccount({ address: disputeGame });
    },
    finalize: (requestId: bigint) =>
      done(chain.wallet('guest').writeContract({ ...oracle, functionName: 'finalize', args: [requestId] })),
    mint: (who: Name, requestId: bigint, piece: { prompt: string; answer: string | null; feeWei: bigint }) => {
      const wallet = chain.wallet(who);
      const bytes = [stringToHex(piece.prompt), piece.answer === null ? '0x' : stringToHex(piece.answer)] as const;
      const args = [wallet.account.address, requestId, ...bytes] as const;
      return done(wallet.writeContract({ ...pieces, functionName: 'mint', args, value: piece.feeWei }));
    },
    bring: (who: Name, prompt: string, answer: string) =>
      done(
        chain.wallet(who).writeContract({
          ...pieces,
          functionName: 'addAigcData',
          args: [BigInt(keccak256(stringToHex(prompt))), stringToHex(prompt), stringToHex(answer), '0x'],
        }),
      ),
    update: (who: Name, prompt: string, answer: string) =>
      done(
        chain.wallet(who).writeContract({
          ...pieces,
          functionName: 'update',
          args: [stringToHex(prompt), stringToHex(answer)],
        }),
      ),
    settle: (who: Name, id: bigint) =>
      done(chain.wallet(who).writeContract({ ...pieces, functionName: 'settle', args: [id] })),
    burnVoid: (who: Name, id: bigint) =>
      done(chain.wallet(who).writeContract({ ...pieces, functionName: 'burnVoid', args: [id] })),
    approveOne: (who: Name, id: bigint, isGiven = true) =>
      done(
        chain.wallet(who).writeContract({
          ...pieces,
          functionName: 'approve',
          args: [isGiven ? marketplace : zeroAddress, id],
        }),
      ),
    approveAll: (who: Name, isGiven = true) =>
      done(
        chain.wallet(who).writeContract({ ...pieces, functionName: 'setApprovalForAll', args: [marketplace, isGiven] }),
      ),
    transfer: (who: Name, to: Address, id: bigint) => {
      const wallet = chain.wallet(who);
      const args = [wallet.account.address, to, id] as const;
      return done(wallet.writeContract({ ...pieces, functionName: 'transferFrom', args }));
    },
    list: (who: Name, id: bigint, priceWei: bigint, expiresAtSec: number) =>
      done(
        chain
          .wallet(who)
          .writeContract({ ...market, functionName: 'list', args: [collection, id, priceWei, expiresAtSec] }),
      ),
    cancel: (who: Name, id: bigint) =>
      done(chain.wallet(who).writeContract({ ...market, functionName: 'cancel', args: [collection, id] })),
    buy: (who: Name, id: bigint, priceWei: bigint) =>
      done(
        chain.wallet(who).writeContract({
          ...market,
          functionName: 'buy',
          args: [collection, id, priceWei],
          value: priceWei,
        }),
      ),
    piece: (id: bigint) => chain.client.readContract({ ...read, functionName: 'piece', args: [id] }),
    ownerOf: (id: bigint) => chain.client.readContract({ ...read, functionName: 'ownerOf', args: [id] }),
    content: (id: bigint) => chain.client.readContract({ ...read, functionName: 'content', args: [id] }),
    verify: (prompt: Hex, answer: Hex) =>
      chain.client.readContract({ ...read, functionName: 'verify', args: [prompt, answer, '0x'] }),
    listingOf: (id: bigint) =>
      chain.client.readContract({
        address: marketplace,
        abi: marketplaceAbi,
        functionName: 'listingOf',
        args: [collection, id],
      }),
  };
}
