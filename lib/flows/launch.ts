import { type Address, bytesToHex, encodeFunctionData, isAddressEqual, type Log, parseEventLogs } from 'viem';
import { answerFormsAbi, launchpadAbi } from '../chain/generated/abis.ts';
import { formAddress } from '../collection/form-address.ts';
import { AppError } from '../errors/app-error.ts';
import { compactAmount } from '../format/amount.ts';
import type { LaunchParams } from '../launch/validate.ts';
import type { Flow, FlowStep } from './types.ts';

export type LaunchFlowParams = {
  launchpad: Address;
  answerForms: Address;
  /** What the model's prompts and answers are, of `encodeForm`; empty for plain text. */
  form: Uint8Array;
  params: LaunchParams;
  /** ETH of the creator's first buy; 0 for none. */
  firstBuyWei: bigint;
  /** A fresh curve has one price, so the quote is exact and can be demanded. */
  minTokensOut: bigint;
  deadlineSec: bigint;
};

/**
 * Launches a model: registry entry, token, curve, vesting, governor, collection and first buy in one transaction. What its answers are is
 * kept on chain before, unless it is there already.
 */
export function launchFlow(launch: LaunchFlowParams): Flow {
  const { launchpad, answerForms, form, params, firstBuyWei, minTokensOut, deadlineSec } = launch;
  const formAt = formAddress(answerForms, form);
  const data = encodeFunctionData({
    abi: launchpadAbi,
    functionName: 'launch',
    args: [{ ...params, form: formAt }, minTokensOut, deadlineSec],
  });
  return {
    kind: 'launch',
    key: `launch:${params.bundleURI}:${params.symbol}`,
    title: `Launch ${params.symbol}`,
    summary:
      firstBuyWei === 0n
        ? 'Without a first buy'
        : `With a first buy of ${compactAmount(firstBuyWei)} ETH for ${compactAmount(minTokensOut)} ${params.symbol}`,
    done: `Launched ${params.symbol}`,
    steps: [
      ...(form.length === 0 ? [] : [storeForm({ answerForms, form, formAt })]),
      { id: 'launch', label: 'Launch model', prepare: async () => ({ to: launchpad, data, value: firstBuyWei }) },
    ],
  };
}

function storeForm({
  answerForms,
  form,
  formAt,
}: {
  answerForms: Address;
  form: Uint8Array;
  formAt: Address;
}): FlowStep {
  const data = encodeFunctionData({ abi: answerFormsAbi, functionName: 'store', args: [bytesToHex(form)] });
  return {
    id: 'form',
    label: 'Keep what answers are',
    prepare: async ({ hasCode }) => ((await hasCode(formAt)) ? null : { to: answerForms, data, value: 0n }),
  };
}

/** What a launch made, read from its `Launched` event. */
export type LaunchResult = { token: Address; modelId: bigint; curve: Address };

/**
 * The launch in the logs of a receipt.
 *
 * @throws AppError `internal` when there is none, which a successful launch transaction cannot have
 */
export function launchResultOf(logs: Log[], launchpad: Address): LaunchResult {
  const found = parseEventLogs({ abi: launchpadAbi, eventName: 'Launched', logs }).find((log) =>
    isAddressEqual(log.address, launchpad),
  );
  if (found === undefined) {
    throw new AppError({
      code: 'internal',
      message: 'The transaction has no launch in it. Look at it in your wallet.',
    });
  }
  const { token, modelId, curve } = found.args;
  return { token, modelId, curve };
}
