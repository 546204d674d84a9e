'use client';
import { useState } from 'react';
import { formatBps } from '@/lib/format/percent';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Input } from '../ui/field';

const WORD = 'confirm';

/** Asks for a typed word before a trade that moves the price by more than 10 %. */
export function ImpactDialog({
  open,
  onOpenChange,
  impactBps,
  onConfirm,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  impactBps: number;
  onConfirm: () => void;
}) {
  const [text, setText] = useState('');
  const isTyped = text.trim().toLowerCase() === WORD;
  const close = (next: boolean) => {
    setText('');
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={`You trade ${formatBps(impactBps)} away from the market price`}
      description="The amount is large for this curve. Several smaller trades over time may be cheaper."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isTyped) return;
          close(false);
          onConfirm();
        }}
      >
        <Input
          label={`Type “${WORD}” to go on`}
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
        />
        <div className="flex gap-2">
          <Button look="secondary" className="flex-1" onClick={() => close(false)}>
            Go back
          </Button>
          <Button type="submit" look="danger" className="flex-1" disabled={!isTyped}>
            Trade anyway
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
