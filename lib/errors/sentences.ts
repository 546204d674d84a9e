import { shortAddress } from '../format/address.ts';
import { compactAmount } from '../format/amount.ts';
import { absoluteTime } from '../format/time.ts';
import type { DecodedRevert } from './decode.ts';
import { pieceSentenceOf } from './piece-sentences.ts';

const STATUS = ['unknown', 'waiting for an answer', 'answered', 'final', 'refunded'] as const;
const TRANCHE_STATE = ['not announced', 'announced', 'released', 'stopped', 'returned'] as const;
const PROPOSAL_STATE = [
  'waiting for its vote',
  'being voted on',
  'cancelled',
  'defeated',
  'accepted',
  'queued',
  'expired',
  'executed',
] as const;

function eth(wei: bigint): string {
  return `${compactAmount(wei)} ETH`;
}

/** A revert as a sentence that says what happened and what to do next. */
export function sentenceOf(revert: DecodedRevert): string {
  switch (revert.errorName) {
    case 'BondingCurve_Expired':
    case 'Router_Expired':
    case 'Launchpad_Expired':
      return 'It took too long and the deadline passed. Nothing was spent; try again.';
    case 'BondingCurve_InsufficientOutput':
    case 'Router_InsufficientOutput':
      return 'The price moved beyond your slippage limit. Look at the new quote, or allow more slippage.';
    case 'BondingCurve_ExcessiveInput':
    case 'Router_ExcessiveInput':
      return 'The price moved and this now costs more than your limit. Look at the new quote and try again.';
    case 'BondingCurve_ZeroAmount':
      return 'The amount is too small to trade. Enter a larger one.';
    case 'BondingCurve_Complete':
      return 'The sale has reached its target, so nothing more can be bought on the curve. Selling stays open.';
    case 'BondingCurve_NotEnoughReserve':
      return `The curve holds only ${eth(revert.args[1])}. Sell less.`;
    case 'BondingCurve_BadParameter':
    case 'LiquidityHook_BadParameter':
    case 'Router_BadParameter':
    case 'Launchpad_BadParameter':
    case 'ModelToken_BadParameter':
    case 'ModelGovernor_BadParameter':
    case 'ModelTreasury_BadParameter':
    case 'Grants_BadParameter':
    case 'AIOracle_BadParameter':
    case 'DisputeGame_BadParameter':
    case 'ValidatorPool_BadParameter':
      return `The value “${revert.args[0]}” is not allowed. Correct it and try again.`;
    case 'BondingCurve_PaymentFailed':
    case 'LiquidityHook_PaymentFailed':
    case 'Router_PaymentFailed':
    case 'Launchpad_PaymentFailed':
    case 'Grants_PaymentFailed':
    case 'AIOracle_PaymentFailed':
    case 'Payouts_PaymentFailed':
      return `${shortAddress(revert.args[0])} did not accept the payment. Use an account that can receive ETH.`;
    case 'BondingCurve_NotLaunchpad':
      return 'Only the launchpad can do this.';
    case 'BondingCurve_NotComplete':
      return 'The sale has not reached its target yet, so the pool cannot open.';
    case 'BondingCurve_Graduated':
    case 'LiquidityHook_AlreadyOpen':
      return 'The sale is over and the token trades in its pool now. Reload to trade there.';
    case 'BondingCurve_NotPaid':
      return 'The tokens that were to be sold did not arrive, so nothing was sold.';
    case 'LiquidityHook_NotPoolManager':
    case 'Router_UnexpectedCallback':
      return 'Only Uniswap or the curve may call this, in the middle of a trade.';
    case 'LiquidityHook_NotCurve':
    case 'LiquidityHook_OnlyHookInitializes':
      return 'Only the sale of this token can open its pool.';
    case 'LiquidityHook_NotGovernor':
      return 'Only the governor of this token can do this.';
    case 'LiquidityHook_NotOpen':
    case 'ModelToken_NotGraduated':
      return 'The token has no pool yet: it trades on its curve until the sale is complete.';
    case 'LiquidityHook_OnlyHookAddsLiquidity':
      return 'The liquidity of this pool belongs to the holders, and nobody else can add to it.';
    case 'LiquidityHook_FeeOutOfBounds':
      return `The fee must be from ${revert.args[1] / 10_000} % to ${revert.args[2] / 10_000} %.`;
    case 'ModelToken_NotHook':
      return 'Only the pool of this token can burn the tokens it took as fees.';
    case 'Router_UnknownToken':
      return `${shortAddress(revert.args[0])} is no token that was launched here. Check the link you followed.`;
    case 'Router_NotEnoughLiquidity':
      return 'The pool does not hold that much. Trade a smaller amount.';
    case 'Router_UnexpectedPayment':
      return 'The router takes ETH in a trade only. Nothing was sent.';
    case 'ModelToken_SnapshotTooSoon':
      return `The next snapshot can be taken at ${absoluteTime(Number(revert.args[0]))}. Come back then.`;
    case 'ModelToken_NotGovernor':
      return 'Only the governor of this token can do this.';
    case 'AIOracle_NotGovernor':
      return `Only a vote of its holders can change model ${revert.args[0]}.`;
    case 'AIOracle_PriceOutOfBounds':
      return `The price must be between ${eth(revert.args[1])} and ${eth(revert.args[2])}: the launch fixed that.`;
    case 'ModelGovernor_TimelockIsFixed':
      return 'The treasury of a model cannot be exchanged.';
    case 'Grants_UnknownGrant':
      return `There is no grant ${revert.args[0]}. Check the link you followed.`;
    case 'Grants_NotTreasury':
      return 'Only the treasury of the model can do this, by a vote.';
    case 'Grants_NotRecipient':
      return 'Only the recipient of the grant can announce a milestone.';
    case 'Grants_WrongPayment':
      return 'The payment is not the sum of the milestones.';
    case 'Grants_Closed':
      return 'The grant is over: nothing more can be announced or ended.';
    case 'Grants_WrongState':
      return `Milestone ${revert.args[1] + 1n} is ${TRANCHE_STATE[revert.args[2]] ?? 'in another state'}, so this cannot be done. Reload to see where it stands.`;
    case 'Grants_WindowOpen':
      return `Holders can still object until ${absoluteTime(Number(revert.args[1]))}. It can be released after that.`;
    case 'Grants_WindowClosed':
      return 'The time to object is over.';
    case 'Grants_AlreadyObjected':
      return `${shortAddress(revert.args[2])} has objected already.`;
    case 'Grants_NoVotes':
      return `${shortAddress(revert.args[0])} had no votes when the milestone was announced.`;
    case 'Grants_StillOpen':
      return `The grant is open until ${absoluteTime(Number(revert.args[1]))}. What is left goes back after that.`;
    case 'Grants_NothingToReturn':
      return 'Nothing of this grant waits to go back.';
    case 'GovernorAlreadyCastVote':
      return `${shortAddress(revert.args[0])} has voted already. A vote cannot be changed.`;
    case 'GovernorInsufficientProposerVotes':
      return `A proposal takes ${compactAmount(revert.args[2])} votes, and ${shortAddress(revert.args[0])} has ${compactAmount(revert.args[1])}. Get more delegated first.`;
    case 'GovernorRestrictedProposer':
      return 'The description names another account as its proposer. Change its end.';
    case 'GovernorUnableToCancel':
      return 'Only the proposer can cancel, and only before voting opens.';
    case 'GovernorNonexistentProposal':
      return 'There is no such proposal. Check the link you followed.';
    case 'GovernorUnexpectedProposalState':
      return `The proposal is ${PROPOSAL_STATE[revert.args[1]] ?? 'in another state'}, so this cannot be done. Reload to see where it stands.`;
    case 'GovernorAlreadyQueuedProposal':
      return 'The proposal is queued already.';
    case 'GovernorInvalidProposalLength':
      return 'A proposal needs at least one call, and a value and data for each.';
    case 'GovernorInvalidSignature':
      return 'The signature is not valid for this account any more. Sign again.';
    case 'GovernorInvalidVoteType':
    case 'GovernorInvalidVoteParams':
      return 'A vote is for, against, or to abstain. Choose one of them.';
    case 'GovernorOnlyExecutor':
    case 'AccessControlUnauthorizedAccount':
    case 'AccessControlBadConfirmation':
    case 'TimelockUnauthorizedCaller':
      return 'Only an executed vote can do this.';
    case 'GovernorDisabledDeposit':
      return 'The governor takes no payments. Pay the treasury.';
    case 'GovernorInvalidQuorumFraction':
    case 'GovernorInvalidVotingPeriod':
    case 'GovernorPreventLateQuorumVoteExtensionTooLarge':
      return 'The setting is out of its bounds. Correct it and try again.';
    case 'GovernorProposalQueueingFailed':
    case 'GovernorProposalQueueingNotRequired':
      return 'The proposal could not be queued. Reload to see where it stands.';
    case 'TimelockUnexpectedOperationState':
      return 'It is not due: it was not queued, its delay is not over, or it is done already.';
    case 'TimelockInsufficientDelay':
      return `The delay is at least ${revert.args[1]} seconds.`;
    case 'TimelockInvalidOperationLength':
    case 'TimelockUnexecutedPredecessor':
      return 'The treasury cannot do that as it was queued.';
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
    case 'Payouts_NothingToWithdraw':
      return 'Nothing waits to be withdrawn for this account.';
    case 'DisputeGame_WrongBond':
      return `A challenge takes a bond of exactly ${eth(revert.args[1])}, and ${eth(revert.args[0])} was sent.`;
    case 'DisputeGame_NotAnswered':
      return 'The disputed answer does not stand any more. Settle the game: the bond goes back.';
    case 'DisputeGame_OtherAnswer':
      return 'Another answer has taken the place of the one you checked. Verify the new one first.';
    case 'DisputeGame_WrongPhase':
      return `Game ${revert.args[0]} is at another move. Reload to see where it stands.`;
    case 'DisputeGame_NotYourMove':
      return `It is not the turn of ${shortAddress(revert.args[1])} in this game.`;
    case 'DisputeGame_ClockRanOut':
      return 'The time for this move is over, so the game is lost. It can be settled now.';
    case 'DisputeGame_ClockRunning':
      return `The other side may still move until ${absoluteTime(Number(revert.args[1]))}. Wait until then.`;
    case 'DisputeGame_WrongProgram':
      return "That is not the program of the disputed model. Fetch the model's bundle again.";
    case 'DisputeGame_WrongFacts':
    case 'DisputeGame_WrongNode':
      return 'The values do not fit what was committed to before. Check them against the game and try again.';
    case 'DisputeGame_ProveInstead':
      return 'The descent has arrived at a chunk. Prove one of its elements wrong now.';
    case 'DisputeGame_NotInChunk':
      return `Element ${revert.args[1]} is not in the disputed chunk.`;
    case 'DisputeGame_WrongOutput':
      return 'That is not the disputed answer. Reload and try again.';
    case 'DisputeGame_WrongCount':
    case 'TraceTree_WrongCount':
      return `The tree has ${revert.args[1]} nodes in that place, and ${revert.args[0]} were given.`;
    case 'DisputeGame_NoFraud':
      return 'That proves no fraud: the values agree.';
    case 'DisputeGame_NotFinished':
      return 'The game is not decided yet. It can be settled once it is.';
    case 'TraceTree_NoSuchNode':
      return `The tree has ${revert.args[1]} leaves and no node ${revert.args[0]} there.`;
    case 'OpVerifier_NoSuchElement':
      return `The disputed tensor has no element ${revert.args[0]}.`;
    case 'OpVerifier_WrongRoot':
      return `Value ${revert.args[0]} of the proof does not lead to what was committed to.`;
    case 'OpVerifier_WitnessLength':
      return 'The proof is longer or shorter than this operator needs.';
    case 'Records_UnknownType':
    case 'OpVerifier_UnknownOpcode':
    case 'OpVerifier_BadRecord':
    case 'DotProduct_TooLong':
      return 'The program asks for something that the verifier does not know. This model cannot be verified.';
    case 'ValidatorPool_WrongStake':
      return `A validator stakes exactly ${eth(revert.args[1])}, and ${eth(revert.args[0])} was sent.`;
    case 'ValidatorPool_NotValidator':
      return `${shortAddress(revert.args[0])} is not a validator. Join first.`;
    case 'ValidatorPool_AlreadyValidator':
      return `${shortAddress(revert.args[0])} is a validator already.`;
    case 'ValidatorPool_Leaving':
      return revert.args[1] === 0n
        ? 'The stake is in use. Leave the pool first.'
        : `The validator is leaving; its stake is free at ${absoluteTime(Number(revert.args[1]))}.`;
    case 'ValidatorPool_TooManyModels':
      return `A validator can watch ${revert.args[0]} models at most. Stop watching one first.`;
    case 'ValidatorPool_NotDrawn':
      return `${shortAddress(revert.args[1])} was not drawn for this answer. There is nothing to confirm.`;
    case 'ValidatorPool_WindowClosed':
      return 'The time to confirm this answer is over.';
    case 'ValidatorPool_NotFinal':
      return 'The answer is not final yet. Attention is judged after that.';
    case 'ValidatorPool_WrongTrace':
      return 'That root does not open the trace of the answer. Check it and try again.';
    case 'Payouts_NotEnoughGas':
      return 'The transaction had too little gas to pay everyone. Send it again with more.';
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
      return pieceSentenceOf(revert);
  }
}
