import { expect, it } from 'vitest';
import { splitFee } from './split-fee.ts';

it('splitFee loses no wei and rounds against the operator', () => {
  expect(splitFee(10n, 2_000)).toEqual({ operatorWei: 2n, holdersWei: 8n });
  expect(splitFee(9n, 2_000)).toEqual({ operatorWei: 1n, holdersWei: 8n });
  expect(splitFee(0n, 2_000)).toEqual({ operatorWei: 0n, holdersWei: 0n });
});
