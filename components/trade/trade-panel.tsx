'use client';
import { useState } from 'react';
import { type Address, erc20Abi, parseEther } from 'viem';
import { useBalance, useGasPrice, usePublicClient, useReadContract } from 'wagmi';
import { buyFlow } from '@/lib/flows/buy';
import { impactLevel, maxSpend, withSlippage } from '@/lib/flows/quote';
import { sellFlow } from '@/lib/flows/sell';
import { inputAmount } from '@/lib/format/amount';
import { parseAmount } from '@/lib/format/parse-amount';
import { Amount } from '../common/amount';
import { useTransaction } from '../common/tx/use-transaction';
import { useUrlState } from '../common/use-url-state';
import { TestWalletButton } from '../common/wallet/connect';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { NumberField } from '../ui/field';
import { MainButton, type Need } from '../ui/main-button';
import { Skeleton } from '../ui/skeleton';
import { ErrorState, Notice } from '../ui/states';
import { Segmented } from '../ui/tabs';
import { SnipeNotice } from './fee-line';
import { ImpactDialog } from './impact-dialog';
import { Presets } from './presets';
import { Review } from './review';
import { AUTO_SLIPPAGE_BPS, Slippage, slippageBpsOf } from './slippage';
import { type CurveLive, useCurve } from './use-curve';
import { type Side, useTradeQuote } from './use-trade-quote';

export type Tradable = { token: Address; curve: Address; symbol: string };

const SIDES = ['buy', 'sell'] as const;
const TRADE_GAS = 250_000n;
const DEADLINE_SEC = 600n;

/** Buys and sells on the curve. Side and amount are in the URL. */
export function TradePanel({ model }: { model: Tradable }) {
  const curve = useCurve(model.curve);
  if (curve.data === undefined) {
    if (curve.isError)
      return (
        <ErrorState
          title="The curve could not be read"
          detail="The chain cannot be reached. Trading waits until it is back."
          onRetry={() => void curve.refetch()}
        />
      );
    return <Skeleton className="h-[26rem] rounded-card" />;
  }
  return <Form model={model} curve={curve.data} />;
}

function useBalances(token: Address) {
  const { address } = useWalletAccount();
  const eth = useBalance({ ...(address === undefined ? {} : { address }), query: { refetchInterval: 4_000 } });
  const held = useReadContract({
    address: token,
    abi: erc20Abi,
    functionName: 'balanceOf',
    ...(address === undefined ? {} : { args: [address] as const }),
    query: { enabled: address !== undefined, refetchInterval: 4_000 },
  });
  const gasPrice = useGasPrice();
  const ethWei = address === undefined ? null : (eth.data?.value ?? null);
  return {
    ethWei,
    tokens: address === undefined ? null : (held.data ?? null),
    spendableWei:
      ethWei === null ? null : maxSpend({ balanceWei: ethWei, gasPriceWei: gasPrice.data ?? 0n, gasLimit: TRADE_GAS }),
  };
}

function Form({ model, curve }: { model: Tradable; curve: CurveLive }) {
  const [side, setSide] = useUrlState<Side>('side', SIDES, 'buy');
  const [text, setText] = useState('');
  const [slippage, setSlippage] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const { address } = useWalletAccount();
  const client = usePublicClient();
  const walletNeeds = useWalletNeeds();
  const { run, busy } = useTransaction();
  const balances = useBalances(model.token);

  const typed = parseAmount(text);
  const amount = typed.kind === 'amount' ? typed.value : 0n;
  const { quote, isFresh, error } = useTradeQuote({ curve: model.curve, side, amount, priceWei: curve.state.priceWei });
  const slippageBps = slippage === null ? AUTO_SLIPPAGE_BPS : slippageBpsOf(slippage);
  const minimum = quote === null || slippageBps === null ? 0n : withSlippage(quote.gets, slippageBps);
  const isBuy = side === 'buy';
  const available = isBuy ? balances.ethWei : balances.tokens;
  const isSoldOut = isBuy && curve.state.complete;
  const unit = isBuy ? 'ETH' : model.symbol;

  const needs: Need[] = [
    { id: 'open', isMet: !isSoldOut, label: 'Target reached: only selling is open' },
    ...walletNeeds,
    { id: 'amount', isMet: amount > 0n, label: typed.kind === 'invalid' ? typed.reason : 'Enter an amount' },
    {
      id: 'funds',
      isMet: available === null || amount <= available,
      label: isBuy ? 'Not enough ETH' : `Not enough ${model.symbol}`,
    },
    { id: 'slippage', isMet: slippageBps !== null, label: 'Enter a slippage from 0 to 50 %' },
    {
      id: 'quote',
      isMet: quote !== null && isFresh,
      label:
        error === null && !(quote === null && isFresh && amount > 0n)
          ? 'Getting the price…'
          : error === null
            ? 'Amount too small or too large'
            : 'No price: the chain is out of reach',
    },
  ];

  const send = async () => {
    if (address === undefined || client === undefined || quote === null) return;
    // The chain's own clock decides about deadlines, not this machine's.
    const { timestamp } = await client.getBlock();
    const common = {
      curve: model.curve,
      symbol: model.symbol,
      recipient: address,
      deadlineSec: timestamp + DEADLINE_SEC,
    };
    const result = await run(
      isBuy
        ? buyFlow({ ...common, weiIn: amount, minTokensOut: minimum })
        : sellFlow({ ...common, token: model.token, tokensIn: amount, minWeiOut: minimum }),
    );
    if (result.kind === 'done') setText('');
  };

  return (
    <div className="flex flex-col gap-4">
      <Segmented
        label="Side"
        value={side}
        onValueChange={(next) => {
          setSide(next);
          setText('');
        }}
        options={[
          { value: 'buy', label: 'Buy' },
          { value: 'sell', label: 'Sell' },
        ]}
      />
      {isSoldOut ? (
        <Notice tone="up">
          The sale has reached its target. Trading in a pool arrives with the next release; until then selling stays
          open here.
        </Notice>
      ) : null}
      <NumberField
        label={isBuy ? 'You pay' : 'You sell'}
        value={text}
        onValueChange={setText}
        unit={unit}
        big
        error={typed.kind === 'invalid' ? typed.reason : undefined}
        labelEnd={
          available === null ? undefined : (
            <span className="text-ink-3">
              Balance <Amount value={available} unit={unit} />
            </span>
          )
        }
      />
      <Presets
        options={
          isBuy
            ? ['0.01', '0.1', '1'].map((value) => ({ label: value, value: parseEther(value) }))
            : [25n, 50n].map((part) => ({
                label: `${part} %`,
                value: balances.tokens === null ? null : (balances.tokens * part) / 100n,
              }))
        }
        max={isBuy ? balances.spendableWei : balances.tokens}
        onPick={(value) => setText(inputAmount(value))}
      />
      {isBuy ? <SnipeNotice curve={curve} /> : null}
      <div>
        {quote === null || amount === 0n ? null : (
          <Review quote={quote} side={side} symbol={model.symbol} minimum={minimum} />
        )}
        <Slippage value={slippage} onChange={setSlippage} />
      </div>
      <MainButton
        needs={needs}
        busy={busy}
        action={`${isBuy ? 'Buy' : 'Sell'} ${model.symbol}`}
        onAction={() => (quote !== null && impactLevel(quote.impactBps) === 'confirm' ? setAsking(true) : void send())}
      />
      {address === undefined ? <TestWalletButton className="w-full" /> : null}
      {isBuy ? (
        <p className="text-sm text-ink-3">
          Model tokens can lose all their value. What a model earns depends on people asking it.
        </p>
      ) : null}
      <ImpactDialog
        open={isAsking}
        onOpenChange={setAsking}
        impactBps={quote?.impactBps ?? 0}
        onConfirm={() => void send()}
      />
    </div>
  );
}
