'use client';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Skeleton } from '../ui/skeleton';
import type { Tradable } from './trade-panel';

// It is first seen when the sheet is opened.
const TradePanel = dynamic(() => import('./trade-panel').then((module) => module.TradePanel), {
  ssr: false,
  loading: () => <Skeleton className="h-[30rem] rounded-card" />,
});

/** On phones: a bar at the bottom that opens the trade panel as a sheet. */
export function TradeSheet({ model }: { model: Tradable }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-paper/95 p-3 backdrop-blur lg:hidden">
      <Button size="lg" className="w-full" onClick={() => setOpen(true)}>
        Buy or sell {model.symbol}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={`Trade ${model.symbol}`}>
        <TradePanel model={model} />
      </Dialog>
    </div>
  );
}
