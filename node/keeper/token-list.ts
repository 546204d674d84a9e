import type { Address } from 'viem';
import { launchpadAbi } from '../../lib/chain/generated/abis.ts';
import { onChain } from '../chain/chain-error.ts';
import type { ChainClient } from '../chain/clients.ts';

const PAGE = 500n;

/** Every token that one launchpad launched, oldest first. */
export type TokenList = {
  /** Looks for new ones and returns all. Throws `AppError`. */
  refresh: () => Promise<readonly Address[]>;
};

/** Makes the list; it starts over when the chain has fewer tokens than were known, as after a reorganisation. */
export function createTokenList(options: { client: ChainClient; launchpad: Address }): TokenList {
  const { client, launchpad } = options;
  const pad = { address: launchpad, abi: launchpadAbi } as const;
  const tokens: Address[] = [];
  return {
    refresh: async () => {
      const count = await onChain('read token count', () =>
        client.readContract({ ...pad, functionName: 'tokenCount' }),
      );
      if (count < BigInt(tokens.length)) tokens.length = 0;
      while (BigInt(tokens.length) < count) {
        const from = BigInt(tokens.length);
        const page = await onChain('read tokens', () =>
          client.readContract({ ...pad, functionName: 'tokens', args: [from, from + PAGE] }),
        );
        if (page.length === 0) break;
        tokens.push(...page);
      }
      return tokens;
    },
  };
}
