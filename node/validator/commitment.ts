import { type Address, encodePacked, type Hex, keccak256 } from 'viem';

/**
 * What a drawn validator confirms an answer with: keccak256(stepsRoot ‖ validator ‖ requestId ‖ attempt). Nobody can make it
 * who has not run the model, and nobody can copy it: the address is inside. Spec: IValidatorPool.
 */
export function commitmentOf(parts: { stepsRoot: Hex; validator: Address; requestId: bigint; attempt: number }): Hex {
  const { stepsRoot, validator, requestId, attempt } = parts;
  return keccak256(
    encodePacked(['bytes32', 'address', 'uint256', 'uint256'], [stepsRoot, validator, requestId, BigInt(attempt)]),
  );
}
