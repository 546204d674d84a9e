'use client';
import { ShieldOff } from 'lucide-react';
import type { RegisteredModel } from '@/lib/verify/load-model';
import { Notice } from '../../ui/states';
import { useVerifiability } from './use-verifiability';

/** Warns of a model whose answers nobody can check or dispute; nothing for all others. */
export function UnverifiableNote({ model, className }: { model: RegisteredModel; className?: string }) {
  const { data } = useVerifiability(model);
  if (data?.kind !== 'unverifiable') return null;
  return (
    <Notice tone="down" {...(className === undefined ? {} : { className })}>
      <p role="alert" className="flex gap-2">
        <ShieldOff aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          <strong className="font-[620]">Unverifiable model.</strong> {data.reason} Its answers can neither be checked
          nor disputed: do not trust them.
        </span>
      </p>
    </Notice>
  );
}
