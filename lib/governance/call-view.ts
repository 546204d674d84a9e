import type { Address } from 'viem';
import type { Deployment } from '../chain/deployment.ts';
import type { Currency } from './currency.ts';
import type { Call } from './templates.ts';

/** One value of a call, told so that a page can show it: an amount of a known currency, votes, an account, or plain text. */
export type ArgValue =
  | { kind: 'address'; address: Address }
  | { kind: 'amount'; amount: bigint; currency: Currency }
  | { kind: 'votes'; votes: bigint }
  | { kind: 'text'; text: string };

export type Arg = { name: string; value: ArgValue };

/** A call in words. `unknown` ones are shown raw: nothing is said of what they do. */
export type CallView = {
  kind: 'known' | 'payment' | 'unknown';
  call: Call;
  /** In the imperative: "Set the price of an answer to 0.02 ETH". */
  title: string;
  /** Which contract is called and which function, as its source names it. */
  contract: string | null;
  functionName: string | null;
  args: readonly Arg[];
  /** What a voter should know before. */
  warnings: readonly string[];
};

/** What a function does, in words. */
export type Explained = Pick<CallView, 'title' | 'args' | 'warnings'>;

/** The contracts whose calls a model's proposals are read with. */
export type Known = {
  contracts: Deployment['contracts'];
  token: Address;
  symbol: string;
  governor: Address;
  treasury: Address;
  /** The newest version of the model. */
  modelId: bigint;
  minPriceWei: bigint;
  maxPriceWei: bigint;
  /** What the treasury can hold: ETH, WETH, further currencies of revenue. */
  currencies: readonly Currency[];
};

/** The warning at every payment that no grant makes. */
export const NO_VETO = 'A plain payment by a vote has no veto.';
