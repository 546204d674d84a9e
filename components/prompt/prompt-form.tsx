'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useBalance } from 'wagmi';
import { deploymentOf } from '@/lib/chain/deployment';
import { toHex } from '@/lib/engine/hex';
import { promptFlow, requestIdOf } from '@/lib/flows/request';
import { formText } from '@/lib/request/form-text';
import { Amount } from '../common/amount';
import { useManifest } from '../common/data/use-manifest';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useUrlText } from '../common/use-url-state';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { MainButton } from '../ui/main-button';
import { Skeleton } from '../ui/skeleton';
import { Notice } from '../ui/states';
import type { Edited } from './editors/edited';
import { beginning, RequestEditor } from './request-editor';
import type { ModelTerms } from './use-model-terms';

/** The request in the form that the model takes, and the button that pays. `?prompt=` or `?input=` fills it in. */
export function PromptForm({ model }: { model: ModelTerms }) {
  const [prompt] = useUrlText('prompt');
  const [input] = useUrlText('input');
  const linked = { prompt, input };
  const [changed, setChanged] = useState<Edited | null>(null);
  const { address } = useWalletAccount();
  const balance = useBalance({ address });
  const manifest = useManifest(model.bundleURI);
  const walletNeeds = useWalletNeeds();
  const { run, busy } = useTransaction();
  const { chainId } = useRuntimeConfig();
  const router = useRouter();
  const { aiOracle } = deploymentOf(chainId).contracts;

  const edited = changed ?? beginning(manifest.data, linked);
  const isShort = balance.data !== undefined && balance.data.value < model.feeWei;
  const ask = async () => {
    if (edited.bytes === null) return;
    const { modelId, name, feeWei } = model;
    const flow = promptFlow({ oracle: aiOracle, modelId, modelName: name, input: toHex(edited.bytes), feeWei });
    const result = await run(flow);
    if (result.kind === 'done') router.push(`/requests/${requestIdOf(result.receipt.logs, aiOracle)}`);
  };
  return (
    <div className="flex flex-col gap-4">
      {manifest.isPending ? (
        <Skeleton className="h-56 w-full" />
      ) : (
        <RequestEditor bundleURI={model.bundleURI} manifest={manifest.data} linked={linked} onEdited={setChanged} />
      )}
      {manifest.isError ? (
        <Notice tone="warn">
          The model’s files could not be fetched, so its limits are not known here. You may still ask: if no operator
          can answer, the fee comes back.
        </Notice>
      ) : null}
      {manifest.data === undefined ? null : (
        <p className="flex justify-between gap-4 border-t border-line pt-4">
          <span className="text-ink-2">You get</span>
          <span className="text-right">{formText(manifest.data.output)}</span>
        </p>
      )}
      <p className="flex justify-between border-t border-line pt-4">
        <span className="text-ink-2">You pay</span>
        <Amount value={model.feeWei} unit="ETH" className="font-[620]" />
      </p>
      <MainButton
        needs={[
          { id: 'input', isMet: edited.missing === null, label: edited.missing ?? '' },
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
