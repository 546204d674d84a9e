import type { ReactNode } from 'react';
import type { LaunchTerms } from '@/lib/launch/draft';
import type { TermField } from '@/lib/launch/validate';
import { Button } from '../ui/button';
import { NumberField } from '../ui/field';
import { Notice } from '../ui/states';
import type { SetTerm } from './economics-step';
import { TimeField } from './time-field';

type FieldsProps = { terms: LaunchTerms; setTerm: SetTerm; errorOf: (field: TermField) => string | undefined };

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-3 font-[620]">{title}</legend>
      <div className="grid items-start gap-5 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}

/** The sale: what it raises, the first minutes, and the creator's own first buy. */
export function MarketFields({ terms, setTerm, errorOf }: FieldsProps) {
  return (
    <Group title="The sale">
      <NumberField
        label="Raise target"
        unit="ETH"
        value={terms.targetEth}
        onValueChange={(text) => setTerm('targetEth', text)}
        error={errorOf('targetEth')}
        hint="Buying stops there; selling stays open."
      />
      <NumberField
        label="Treasury’s part of the raise"
        unit="%"
        value={terms.treasuryPercent}
        onValueChange={(text) => setTerm('treasuryPercent', text)}
        error={errorOf('treasuryPercent')}
        hint="It shapes the price; the rest opens the pool later."
      />
      <NumberField
        label="Trading fee at launch"
        unit="%"
        value={terms.snipePercent}
        onValueChange={(text) => setTerm('snipePercent', text)}
        error={errorOf('snipePercent')}
        hint="Against snipers: falls to the lasting 1 %. All of it goes to holders."
      />
      <TimeField
        label="Until the fee has fallen"
        value={terms.snipeTime}
        onValueChange={(value) => setTerm('snipeTime', value)}
        error={errorOf('snipeTime')}
      />
      <NumberField
        label="Your first buy"
        unit="ETH"
        value={terms.firstBuyEth}
        onValueChange={(text) => setTerm('firstBuyEth', text)}
        error={errorOf('firstBuyEth')}
        hint="Optional. In the same transaction, before anyone else, at the 1 % fee."
      />
    </Group>
  );
}

/** What the model earns and how it reaches holders. */
export function RevenueFields({ terms, setTerm, errorOf }: FieldsProps) {
  const isAtOnce = /^0*\.?0*$/.test(terms.release.amount.trim()) && terms.release.amount.trim() !== '';
  return (
    <Group title="Revenue">
      <NumberField
        label="Price of an answer"
        unit="ETH"
        value={terms.priceEth}
        onValueChange={(text) => setTerm('priceEth', text)}
        error={errorOf('priceEth')}
        hint="What one prompt costs, the operator’s part included."
      />
      <NumberField
        label="Shared by claims"
        unit="%"
        value={terms.claimablePercent}
        onValueChange={(text) => setTerm('claimablePercent', text)}
        error={errorOf('claimablePercent')}
        hint="The rest waits in the redeem pool for those who burn tokens."
      />
      <div>
        <TimeField
          label="Revenue is released over"
          value={terms.release}
          onValueChange={(value) => setTerm('release', value)}
          error={errorOf('release')}
          hint="Evenly, so that nobody can buy just before a payment and leave."
        />
        {isAtOnce ? (
          <Notice tone="warn" className="mt-2">
            Released at once: somebody can buy just before a snapshot, take a share of revenue they did not wait for,
            and sell again.
          </Notice>
        ) : (
          <Button
            look="quiet"
            size="sm"
            className="mt-1 -ml-3"
            onClick={() => setTerm('release', { ...terms.release, amount: '0' })}
          >
            Release at once
          </Button>
        )}
      </div>
      <TimeField
        label="Least time between snapshots"
        value={terms.snapshot}
        onValueChange={(value) => setTerm('snapshot', value)}
        error={errorOf('snapshot')}
        hint="Each snapshot shares out what was released by then."
      />
    </Group>
  );
}

/** What making an answer an NFT costs, and what holders have of its sales. */
export function ArtworkFields({ terms, setTerm, errorOf }: FieldsProps) {
  return (
    <Group title="Answers as NFTs">
      <NumberField
        label="Fee of a mint"
        unit="ETH"
        value={terms.mintFeeEth}
        onValueChange={(text) => setTerm('mintFeeEth', text)}
        error={errorOf('mintFeeEth')}
        placeholder={terms.priceEth}
        hint="Left empty: the price of an answer. All of it goes to holders; 0 makes it free."
      />
      <NumberField
        label="Royalty of every sale"
        unit="%"
        value={terms.royaltyPercent}
        onValueChange={(text) => setTerm('royaltyPercent', text)}
        error={errorOf('royaltyPercent')}
        hint="Goes to holders. At most 10 %."
      />
    </Group>
  );
}

/** When the creator's own tokens are released. */
export function VestingFields({ terms, setTerm, errorOf }: FieldsProps) {
  return (
    <Group title="Your tokens">
      <TimeField
        label="Nothing before"
        value={terms.cliff}
        onValueChange={(value) => setTerm('cliff', value)}
        error={errorOf('cliff')}
        hint="The cliff, counted from the launch."
      />
      <TimeField
        label="Everything after"
        value={terms.vesting}
        onValueChange={(value) => setTerm('vesting', value)}
        error={errorOf('vesting')}
        hint="Released in a straight line, at least 30 days."
      />
    </Group>
  );
}
