'use client';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useRuntimeConfig } from '../common/runtime-config';
import { Card, CardHeader } from '../ui/card';

/** Three commands to a node of one's own, from a copy of this product's sources. */
export function RunNode() {
  const { chainId } = useRuntimeConfig();
  const commands = [
    { text: 'npm ci', note: 'Once, in a copy of the sources.' },
    {
      text: `export OPENIMO_CHAIN_ID=${chainId} OPENIMO_RPC_URL=… OPENIMO_ROLES=operator,defender,validator OPENIMO_OPERATOR_KEY=0x… OPENIMO_VALIDATOR_KEY=0x… OPENIMO_NODE_PORT=8788`,
      note: 'Your RPC, your keys, and the roles you want. The operator stakes by itself; OPENIMO_VALIDATOR_JOIN=true joins the pool.',
    },
    { text: 'node --import tsx node/main.ts', note: 'It answers, defends, checks and challenges until you stop it.' },
  ];
  return (
    <Card>
      <CardHeader
        title="Run your own node"
        note="Three commands. The chain is the queue: a node needs nobody’s leave, and keeps nothing it cannot rebuild."
      />
      <ol className="flex flex-col gap-4">
        {commands.map(({ text, note }, index) => (
          <li key={text} className="flex gap-3">
            <span aria-hidden className="num mt-2 w-4 shrink-0 text-right text-ink-3">
              {index + 1}
            </span>
            <div className="min-w-0 flex-1">
              <Command text={text} />
              <p className="mt-1 text-sm text-ink-3">{note}</p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Command({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <div className="flex items-start gap-2 rounded-[10px] bg-sunken pl-3">
      <code className="min-w-0 flex-1 py-2.5 font-mono text-sm break-words whitespace-pre-wrap">{text}</code>
      <button
        type="button"
        aria-label={isCopied ? 'Copied' : 'Copy the command'}
        onClick={() => void copy()}
        className="grid size-11 shrink-0 place-items-center rounded-[10px] text-ink-3 hover:text-ink"
      >
        {isCopied ? <Check aria-hidden className="size-4 text-up" /> : <Copy aria-hidden className="size-4" />}
      </button>
    </div>
  );
}
