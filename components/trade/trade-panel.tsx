'use client';
import { useState } from 'react';
import { type Address, parseEther } from 'viem';
import { deploymentOf } from '@/lib/chain/deployment';
import { buyFlow } from '@/lib/flows/buy';
import { impactLevel, withSlippage, withSlippageUp } from '@/lib/flows/quote';
import { sellFlow } from '@/lib/flows/sell';
import { inputAmount } from '@/lib/format/amount';
import { parseAmount } from '@/lib/format/parse-amount';
import { useChainReader } from '../common/data/use-chain-reader';
import { type MarketLive, useMarket } from '../common/data/use-market';
import { useRuntimeConfig } from '../common/runtime-config';
import { useTransaction } from '../common/tx/use-transaction';
import { useGraduate } from '../common/use-graduate';
import { useUrlDraft, useUrlState } from '../common/use-url-state';
import { TestWalletButton } from '../common/wallet/connect';
import { useWalletAccount } from '../common/wallet/use-wallet-account';
import { useWalletNeeds } from '../common/wallet/use-wallet-needs';
import { MainButton, type Need } from '../ui/main-button';
import { Skeleton } from '../ui/skeleton';
import { ErrorState, Notice } from '../ui/states';
import { Segmented } from '../ui/tabs';
import { AmountFields } from './amount-fields';
import { SnipeNotice } from './fee-line';
import { ImpactDialog } from './impact-dialog';
import { Presets } from './presets';
import { Review } from './review';
import { AUTO_SLIPPAGE_BPS, Slippage, slippageBpsOf } from './slippage';
import { useBalances } from './use-balances';
import { type Exact, type Side, type TradeQuote, useTradeQuote } from './use-trade-quote';

export type Tradable = { token: Address; curve: Address; symbol: string };

const SIDES = ['buy', 'sell'] as const;
const EXACTS = ['in', 'out'] as const;
const DEADLINE_SEC = 600n;

/** Buys and sells wherever the token trades now. Side and amount are in the URL. */
export function TradePanel({ model }: { model: Tradable }) {
  const market = useMarket(model);
  if (market.data === undefined) {
    if (market.isError)
      return (
        <ErrorState
          title="The market could not be read"
          detail="The chain cannot be reached. Trading waits until it is back."
          onRetry={() => void market.refetch()}
        />
      );
    return <Skeleton className="h-[30rem] rounded-card" />;
  }
  return <Form model={model} market={market.data} />;
}

/** Why a trade has no price. */
function quoteLabel({ isFresh, quote, error }: { isFresh: boolean; quote: TradeQuote | null; error: unknown }): string {
  if (error !== null) return 'No price: the chain is out of reach';
  return quote === null && isFresh ? 'Amount too small or too large' : 'Getting the price…';
}

function Form({ model, market }: { model: Tradable; market: MarketLive }) {
  const [side, setSide] = useUrlState<Side>('side', SIDES, 'buy');
  const [exact, setExact] = useUrlState<Exact>('exact', EXACTS, 'in');
  const [text, setText] = useUrlDraft('amount');
  const [slippage, setSlippage] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const { router } = deploymentOf(useRuntimeConfig().chainId).contracts;
  const { address } = useWalletAccount();
  const client = useChainReader();
  const walletNeeds = useWalletNeeds();
  const { run, busy } = useTransaction();
  const graduation = useGraduate(model);
  const balances = useBalances(model.token);

  const { token, symbol } = model;
  const isBuy = side === 'buy';
  const typed = parseAmount(text);
  const amount = typed.kind === 'amount' ? typed.value : 0n;
  const { quote, isFresh, error } = useTradeQuote({ token, side, exact, amount, priceWei: market.priceWei });
  const slippageBps = slippage === null ? AUTO_SLIPPAGE_BPS : slippageBpsOf(slippage);
  const limit =
    quote === null || slippageBps === null
      ? 0n
      : exact === 'in'
        ? withSlippage(quote.gets, slippageBps)
        : withSlippageUp(quote.pays, slippageBps);
  const available = isBuy ? balances.ethWei : balances.tokens;
  const spent = exact === 'in' ? amount : limit;
  const isSoldOut = isBuy && market.state.complete && !market.state.graduated;
  const invalid = typed.kind === 'invalid' ? typed.reason : undefined;

  const type = (nextExact: Exact, next: string) => {
    setExact(nextExact);
    setText(next);
  };
  const needs: Need[] = [
    ...walletNeeds,
    { id: 'open', isMet: !isSoldOut, label: 'Graduate: open the pool', onResolve: graduation.graduate },
    { id: 'amount', isMet: amount > 0n, label: invalid ?? 'Enter an amount' },
    {
      id: 'quote',
      isMet: quote !== null && isFresh,
      label: quoteLabel({ isFresh, quote, error }),
    },
    {
      id: 'funds',
      isMet: available === null || spent <= available,
      label: isBuy ? 'Not enough ETH' : `Not enough ${symbol}`,
    },
    { id: 'slippage', isMet: slippageBps !== null, label: 'Enter a slippage from 0 to 50 %' },
  ];

  const send = async () => {
    if (address === undefined || client === undefined || quote === null) return;
    // The chain's own clock decides about deadlines, not this machine's.
    const { timestamp } = await client.getBlock();
    const common = { router, token, symbol, recipient: address, deadlineSec: timestamp + DEADLINE_SEC };
    const flow = isBuy
      ? buyFlow({
          ...common,
          amounts:
            exact === 'in'
              ? { exact, weiIn: amount, minTokensOut: limit }
              : { exact, tokensOut: amount, maxWeiIn: limit },
        })
      : sellFlow({
          ...common,
          amounts:
            exact === 'in'
              ? { exact, tokensIn: amount, minWeiOut: limit }
              : { exact, weiOut: amount, maxTokensIn: limit },
        });
    const result = await run(flow);
    if (result.kind === 'done') setText('');
  };

  return (
    <div className="flex flex-col gap-4">
      <Segmented
        label="Side"
        value={side}
        onValueChange={(next) => {
          setSide(next);
          type('in', '');
        }}
        options={[
          { value: 'buy', label: 'Buy' },
          { value: 'sell', label: 'Sell' },
        ]}
      />
      {isSoldOut ? (
        <Notice tone="up">
          The sale has reached its target. Anyone can open the pool now, and buying goes on there. Until then selling to
          the curve stays open.
        </Notice>
      ) : null}
      <AmountFields
        side={side}
        exact={exact}
        text={text}
        symbol={symbol}
        quote={quote}
        available={available}
        error={invalid}
        onType={type}
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
        onPick={(value) => type('in', inputAmount(value))}
      />
      {isBuy ? <SnipeNotice market={market} /> : null}
      <div>
        {quote === null || amount === 0n ? null : (
          <Review quote={quote} side={side} exact={exact} symbol={symbol} limit={limit} />
        )}
        <Slippage value={slippage} onChange={setSlippage} />
      </div>
      <MainButton
        needs={needs}
        busy={busy ?? graduation.busy}
        action={`${isBuy ? 'Buy' : 'Sell'} ${symbol}`}
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
