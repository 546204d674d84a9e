import { shortAddress } from '../format/address.ts';
import { compactAmount } from '../format/amount.ts';
import { absoluteTime } from '../format/time.ts';
import type { DecodedRevert } from './decode.ts';

const STATUS = ['unknown', 'waiting for an answer', 'answered', 'final', 'refunded'] as const;

function eth(wei: bigint): string {
  return `${compactAmount(wei)} ETH`;
}

/** A revert as a sentence that says what happened and what to do next. */
export function sentenceOf(revert: DecodedRevert): string {
  switch (revert.errorName) {
    case 'BondingCurve_Expired':
    case 'Launchpad_Expired':
      return 'It took too long and the deadline passed. Nothing was spent; try again.';
    case 'BondingCurve_InsufficientOutput':
      return 'The price moved beyond your slippage limit. Look at the new quote, or allow more slippage.';
    case 'BondingCurve_ExcessiveInput':
      return 'The price moved and this now costs more than your limit. Look at the new quote and try again.';
    case 'BondingCurve_ZeroAmount':
      return 'The amount is too small to trade. Enter a larger one.';
    case 'BondingCurve_Complete':
      return 'The sale has reached its target, so nothing more can be bought on the curve. Selling stays open.';
    case 'BondingCurve_NotEnoughReserve':
      return `The curve holds only ${eth(revert.args[1])}. Sell less.`;
    case 'BondingCurve_BadParameter':
    case 'Launchpad_BadParameter':
    case 'ModelToken_BadParameter':
    case 'AIOracle_BadParameter':
      return `The value “${revert.args[0]}” is not allowed. Correct it and try again.`;
    case 'BondingCurve_PaymentFailed':
    case 'Launchpad_PaymentFailed':
    case 'AIOracle_PaymentFailed':
      return `${shortAddress(revert.args[0])} did not accept the payment. Use an account that can receive ETH.`;
    case 'BondingCurve_NotLaunchpad':
      return 'Only the launchpad can do this.';
    case 'ModelToken_SnapshotTooSoon':
      return `The next snapshot can be taken at ${absoluteTime(Number(revert.args[0]))}. Come back then.`;
    case 'ModelToken_NotGovernor':
      return 'Only the governor of this token can do this.';
    case 'ModelToken_TooManyRevenueTokens':
      return `This token already has its ${revert.args[0]} revenue currencies. No more can be added.`;
    case 'ModelToken_AlreadyRevenueToken':
      return 'That currency already counts as revenue. There is nothing to add.';
    case 'AIOracle_UnknownModel':
      return `Model ${revert.args[0]} is not registered. Check the link you followed.`;
    case 'AIOracle_FeeTooLow':
      return `A request costs ${eth(revert.args[1])} now, and ${eth(revert.args[0])} was offered. Try again at the new price.`;
    case 'AIOracle_InputTooLong':
      return `The prompt has ${revert.args[0]} bytes; at most ${revert.args[1]} are allowed. Shorten it.`;
    case 'AIOracle_OutputTooLong':
      return `The answer has ${revert.args[0]} bytes; at most ${revert.args[1]} are allowed.`;
    case 'AIOracle_WrongStatus':
      return `Request ${revert.args[0]} is ${STATUS[revert.args[1]] ?? 'in another state'}, so this cannot be done. Reload to see where it stands.`;
    case 'AIOracle_DeadlinePassed':
      return 'The time for an answer is over. The payer can take the fee back.';
    case 'AIOracle_DeadlineNotPassed':
      return `An answer may still come until ${absoluteTime(Number(revert.args[1]))}. A refund is possible after that.`;
    case 'AIOracle_Assigned':
      return `Another operator has the first turn until ${absoluteTime(Number(revert.args[2]))}. Wait until then.`;
    case 'AIOracle_NotEnoughStake':
      return `The operator needs ${eth(revert.args[2])} of free stake and has ${eth(revert.args[1])}. Stake more first.`;
    case 'AIOracle_NotEnoughGas':
      return 'The transaction had too little gas for the callback. Send it again with more.';
    case 'AIOracle_WindowOpen':
      return `The answer can still be challenged until ${absoluteTime(Number(revert.args[1]))}. It can be made final after that.`;
    case 'AIOracle_Disputed':
      return 'The answer is being disputed. Wait for the outcome.';
    case 'AIOracle_NotDisputeGame':
      return 'Only the dispute contract can do this.';
    case 'AIOracle_WrongOutput':
      return 'That is not the answer recorded on chain. Reload and try again.';
    case 'AIOracle_CallbackDone':
      return 'The answer was already delivered. There is nothing to do.';
    case 'AIOracle_CallbackFailed':
      return 'The receiving contract refused the answer again. Its author has to repair it.';
    case 'AIOracle_NothingToWithdraw':
      return 'Nothing waits to be withdrawn for this account.';
    case 'ERC20InsufficientBalance':
      return `The account has ${compactAmount(revert.args[1])} tokens and needs ${compactAmount(revert.args[2])}. Enter less.`;
    case 'ERC20InsufficientAllowance':
      return 'The curve may not take that many of your tokens yet. Approve the amount and try again.';
    case 'ERC20InvalidReceiver':
      return 'Tokens cannot be sent to that address.';
    case 'ERC2612ExpiredSignature':
      return 'Your permit expired before it was used. Sign a new one.';
    case 'ERC2612InvalidSigner':
      return 'The permit was signed by another account. Switch back to the account that holds the tokens.';
    case 'InvalidInitialization':
      return 'This contract was already set up.';
    case 'ReentrancyGuardReentrantCall':
      return 'A contract tried to call back in the middle of the transaction, which is refused.';
    case 'FailedCall':
      return 'A payment inside the transaction failed. Use an account that can receive ETH.';
    case 'InsufficientBalance':
      return `The contract has ${eth(revert.args[0])} and would need ${eth(revert.args[1])}.`;
    case 'Launchpad_UnexpectedPayment':
      return 'The launchpad takes ETH only as part of a launch. Start from the launch page.';
    case 'SafeERC20FailedOperation':
      return `The token ${shortAddress(revert.args[0])} refused the transfer. Check balance and allowance.`;
    case 'FailedDeployment':
      return 'A contract of the launch could not be made. Try again.';
    case 'InvalidAccountNonce':
    case 'ECDSAInvalidSignature':
    case 'ECDSAInvalidSignatureLength':
    case 'ECDSAInvalidSignatureS':
    case 'InvalidPermit':
      return 'The signature is not valid for this account any more. Sign again.';
    case 'PermitExpired':
    case 'VotesExpiredSignature':
      return 'The signature expired before it was used. Sign a new one.';
    case 'OwnableUnauthorizedAccount':
    case 'OwnableInvalidOwner':
      return 'Only the owner of this contract can do this. Switch to that account.';
    case 'InvalidCliffDuration':
      return "The creator's cliff is longer than the whole vesting time. Shorten the cliff.";
    case 'ERC20InvalidApprover':
    case 'ERC20InvalidSender':
    case 'ERC20InvalidSpender':
      return 'Tokens cannot be moved from or through the zero address. Check the account.';
    case 'InsufficientAllowance':
    case 'AllowanceUnderflow':
      return 'The allowance is smaller than the amount. Approve the amount and try again.';
    case 'AllowanceOverflow':
    case 'Permit2AllowanceIsFixedAtInfinity':
      return 'That allowance cannot be set. Choose the exact amount.';
    case 'ETHTransferFailed':
      return 'The account did not accept ETH. Use one that can receive it.';
    case 'ERC5805FutureLookup':
      return 'That moment is not over yet. Try again in a second.';
    case 'SafeCastOverflowedUintDowncast':
    case 'ERC20ExceededSafeSupply':
    case 'TotalSupplyOverflow':
      return 'The amount is larger than the contract can hold. Enter less.';
    case 'NotInitializing':
    case 'CheckpointUnorderedInsertion':
      return 'The contract stopped with an internal check. Please report it.';
    case 'Error':
      return `The contract refused: ${revert.args[0]}`;
    case 'Panic':
      return `The contract stopped with an internal check (code ${revert.args[0]}). Please report it.`;
    default:
      return revert satisfies never;
  }
}
