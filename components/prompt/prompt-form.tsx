'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useBalance } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { promptFlow, requestIdOf } from '@/lib/flows/request';
import { utf8Length } from '@/lib/request/bytes-text';
import { Amount } from '../common/amount';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useUrlText } from '../common/use-url-state';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { Button } from '../ui/button';
import { TextArea } from '../ui/field';
import { MainButton } from '../ui/main-button';
import { Skeleton } from '../ui/skeleton';
import { Notice } from '../ui/states';
import { type ModelTerms, useManifest } from './use-model-terms';

/** The prompt with its byte counter, and the button that pays. `?prompt=` fills it in. */
export function PromptForm({ model }: { model: ModelTerms }) {
  const [linked] = useUrlText('prompt');
  const [prompt, setPrompt] = useState(linked);
  const { address } = useWalletAccount();
  const balance = useBalance({ address });
  const manifest = useManifest(model.bundleURI);
  const walletNeeds = useWalletNeeds();
  const { run, busy } = useTransaction();
  const { chainId } = useRuntimeConfig();
  const router = useRouter();
  const { aiOracle } = deploymentOf(chainId).contracts;

  const limit = manifest.data?.input.maxBytes;
  const length = utf8Length(prompt);
  const isTooLong = limit !== undefined && length > limit;
  const isShort = balance.data !== undefined && balance.data.value < model.feeWei;
  const ask = async () => {
    const { modelId, name, feeWei } = model;
    const result = await run(promptFlow({ oracle: aiOracle, modelId, modelName: name, prompt, feeWei }));
    if (result.kind === 'done') router.push(`/requests/${requestIdOf(result.receipt.logs, aiOracle)}`);
  };
  return (
    <div className="flex flex-col gap-4">
      <TextArea
        label="Your prompt"
        value={prompt}
        onChange={(event) => setPrompt(event.target.value)}
        placeholder="The model goes on from what you write"
        error={isTooLong ? `At most ${limit} bytes: ${length - limit} too many.` : undefined}
        hint="Prompt and answer are public, on chain, for ever."
        className="min-h-36 font-mono text-[0.9375rem]"
        labelEnd={
          <span className={`num text-sm ${isTooLong ? 'text-down' : 'text-ink-3'}`}>
            {length} / {limit ?? '…'} bytes
          </span>
        }
      />
      {manifest.isPending ? <Skeleton className="h-11 w-full" /> : null}
      {manifest.isError ? (
        <Notice tone="warn">
          The model’s files could not be fetched, so its limits are not known here. You may still ask: if no operator
          can answer, the fee comes back.
        </Notice>
      ) : null}
      {manifest.data === undefined || manifest.data.examples.length === 0 ? null : (
        <fieldset>
          <legend className="mb-2 text-sm text-ink-3">Or begin with</legend>
          <div className="flex flex-wrap gap-2">
            {manifest.data.examples.map((example) => (
              <Button key={example} look="secondary" size="sm" onClick={() => setPrompt(example)}>
                {example}
              </Button>
            ))}
          </div>
        </fieldset>
      )}
      <p className="flex justify-between border-t border-line pt-4">
        <span className="text-ink-2">You pay</span>
        <Amount value={model.feeWei} unit="ETH" className="font-[620]" />
      </p>
      <MainButton
        needs={[
          { id: 'prompt', isMet: length > 0, label: 'Enter a prompt' },
          { id: 'length', isMet: !isTooLong, label: 'Shorten the prompt' },
          ...walletNeeds,
          { id: 'funds', isMet: !isShort, label: 'Not enough ETH' },
        ]}
        action="Pay and ask"
        busy={busy}
        onAction={() => void ask()}
      />
    </div>
  );
}
