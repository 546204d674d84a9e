import { shortAddress } from '../format/address.ts';
import { compactAmount } from '../format/amount.ts';
import { absoluteTime } from '../format/time.ts';
import type { DecodedRevert } from './decode.ts';

/** Errors of collections, of their tokens, and of the market. */
export type PieceRevert = Extract<
  DecodedRevert,
  { errorName: `AIGCCollection_${string}` | `AnswerForms_${string}` | `Marketplace_${string}` | `ERC721${string}` }
>;

function eth(wei: bigint): string {
  return `${compactAmount(wei)} ETH`;
}

/** A revert about a piece as a sentence that says what happened and what to do next. */
export function pieceSentenceOf(revert: PieceRevert): string {
  switch (revert.errorName) {
    case 'AIGCCollection_BadParameter':
    case 'Marketplace_BadParameter':
      return `The value “${revert.args[0]}” is not allowed. Correct it and try again.`;
    case 'AIGCCollection_WrongFee':
      return `Minting costs exactly ${eth(revert.args[1])}. Reload and try again.`;
    case 'AIGCCollection_UnknownRequest':
      return 'This request is not one of this model. Mint it in the collection of the model that answered.';
    case 'AIGCCollection_NotPayer':
      return 'Only the account that paid for this request can mint it. Switch to that account.';
    case 'AIGCCollection_NoAnswerToCome':
      return 'This request will never have an answer, so there is nothing to mint. Take the fee back and ask again.';
    case 'AIGCCollection_WrongPrompt':
      return 'The prompt is not the one that was paid for. Reload and try again.';
    case 'AIGCCollection_WrongData':
      return 'This is not the present answer to the request. Reload and try again.';
    case 'AIGCCollection_WrongToken':
    case 'AIGCCollection_WrongProof':
      return 'Token, prompt and request do not belong together. Reload and try again.';
    case 'AIGCCollection_AlreadyMinted':
      return `This prompt is minted already, from request ${revert.args[1]}. Choose another prompt.`;
    case 'AIGCCollection_DataPresent':
      return 'The piece holds this answer already. Nothing is left to do.';
    case 'AIGCCollection_DataMissing':
      return 'The piece holds no answer yet. Add the answer instead.';
    case 'AIGCCollection_NotFinal':
    case 'Marketplace_NotFinal':
      return 'The answer can still be challenged. Wait until it is final.';
    case 'AIGCCollection_NotVoid':
      return 'The request has an answer, or may still get one, so its piece stays.';
    case 'AIGCCollection_PaymentFailed':
      return `${shortAddress(revert.args[0])} did not accept the payment. Nothing was spent.`;
    case 'AnswerForms_BadLength':
      return `What is kept on chain has 1 to ${revert.args[1]} bytes; this has ${revert.args[0]}.`;
    case 'Marketplace_NotOwner':
      return 'Only the owner of the piece can do this. Switch to that account.';
    case 'Marketplace_NotApproved':
      return 'The market may not move this piece yet. Approve it first.';
    case 'Marketplace_NotListed':
      return 'This piece is not for sale any more. Reload to see where it is.';
    case 'Marketplace_Expired':
      return `The offer ended at ${absoluteTime(Number(revert.args[0]))}. Ask the owner to list it again.`;
    case 'Marketplace_PriceTooHigh':
      return `The price is ${eth(revert.args[0])} now. Look at it and buy again if you agree.`;
    case 'Marketplace_NotEnoughPaid':
      return `The price is ${eth(revert.args[1])}, more than was sent. Try again.`;
    case 'ERC721NonexistentToken':
      return 'There is no such piece. It may have been burnt, or never minted.';
    case 'ERC721IncorrectOwner':
    case 'ERC721InsufficientApproval':
    case 'ERC721InvalidApprover':
      return 'This account may not move the piece. Switch to its owner, or approve it first.';
    case 'ERC721InvalidOwner':
    case 'ERC721InvalidOperator':
    case 'ERC721InvalidSender':
      return 'Pieces cannot be moved from or through the zero address. Check the account.';
    case 'ERC721InvalidReceiver':
      return `${shortAddress(revert.args[0])} cannot hold pieces. Choose another account.`;
    default:
      return revert satisfies never;
  }
}
