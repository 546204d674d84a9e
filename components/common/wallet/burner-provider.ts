import {
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  type EIP1193RequestFn,
  type Hex,
  http,
  numberToHex,
  type PrivateKeyAccount,
  parseEther,
  type TypedDataDefinition,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { burnerKey } from './burner-key';

/** What the faucet gives, and below what it gives again. */
const FAUCET_WEI = parseEther('100');
const REFILL_BELOW_WEI = parseEther('1');

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value));
const address = z.custom<Address>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value));
const sendSchema = z.object({
  to: address.optional(),
  data: hex.optional(),
  value: hex.optional(),
  gas: hex.optional(),
});

/** A wallet inside the page: signs with a key of this browser and passes everything else to the chain. */
export type BurnerProvider = { address: Address; request: EIP1193RequestFn; fund: () => Promise<void> };

export function createBurnerProvider({
  chain,
  rpcUrl,
  storage,
}: {
  chain: Chain;
  rpcUrl: string;
  storage: Storage;
}): BurnerProvider {
  const account: PrivateKeyAccount = privateKeyToAccount(burnerKey(storage));
  const transport = http(rpcUrl);
  const wallet = createWalletClient({ account, chain, transport });
  const reader = createPublicClient({ chain, transport });
  // One at a time, so that two transactions never take the same nonce.
  let queue: Promise<unknown> = Promise.resolve();

  const send = (params: unknown): Promise<Hex> => {
    const { to, data, value, gas } = z.tuple([sendSchema]).parse(params)[0];
    const job = queue.then(() =>
      wallet.sendTransaction({
        ...(to === undefined ? {} : { to }),
        ...(data === undefined ? {} : { data }),
        ...(gas === undefined ? {} : { gas: BigInt(gas) }),
        value: value === undefined ? 0n : BigInt(value),
      }),
    );
    queue = job.catch(() => undefined);
    return job;
  };

  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    switch (method) {
      case 'eth_accounts':
      case 'eth_requestAccounts':
        return [account.address];
      case 'eth_chainId':
        return numberToHex(chain.id);
      case 'eth_sendTransaction':
        return send(params);
      case 'personal_sign':
        return account.signMessage({ message: { raw: z.tuple([hex]).rest(z.unknown()).parse(params)[0] } });
      case 'eth_signTypedData_v4': {
        const text = z.tuple([address, z.string()]).parse(params)[1];
        // viem wrote this JSON a moment ago, from a TypedDataDefinition.
        return account.signTypedData(JSON.parse(text) as TypedDataDefinition);
      }
      default:
        // A pass-through: the caller's own types say which method this is.
        return reader.request({ method, params } as Parameters<typeof reader.request>[0]);
    }
  };

  const fund = async () => {
    if ((await reader.getBalance({ address: account.address })) >= REFILL_BELOW_WEI) return;
    const faucet = { method: 'anvil_setBalance', params: [account.address, numberToHex(FAUCET_WEI)] };
    // A method of the development chain, which viem's public actions do not list.
    await reader.request(faucet as unknown as Parameters<typeof reader.request>[0]);
  };

  return { address: account.address, request: request as EIP1193RequestFn, fund };
}
