'use client';
import { Command } from 'cmdk';
import { ArrowRight, Search, User } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import type { ModelSummary } from '@/lib/api/types';
import { toAppError } from '@/lib/errors/decode';
import { Amount } from '../../common/amount';
import { Engraving } from '../../ui/engraving';
import { type Destination, destinationsOf } from './destinations';
import { useSearch } from './use-search';

const ITEM =
  'flex min-h-11 items-center gap-3 rounded-[10px] px-3 text-[0.9375rem] data-[selected=true]:bg-sunken max-sm:min-h-12';
const GROUP =
  '[&_[cmdk-group-heading]]:eyebrow [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1';

function ModelItem({ model, onGo }: { model: ModelSummary; onGo: (href: string) => void }) {
  return (
    <Command.Item value={model.token} onSelect={() => onGo(`/models/${model.token}`)} className={ITEM}>
      <Engraving seed={model.token} fine={false} className="size-7" />
      <span className="min-w-0 flex-1 truncate">
        {model.name} <span className="text-ink-3">{model.symbol}</span>
      </span>
      <Amount value={model.marketCapWei} unit="ETH" className="text-sm text-ink-2" />
    </Command.Item>
  );
}

function Results({
  text,
  query,
  pages,
  onGo,
}: {
  text: string;
  query: ReturnType<typeof useSearch>;
  pages: readonly Destination[];
  onGo: (href: string) => void;
}) {
  const models = query.data?.data ?? [];
  return (
    <Command.List label="Results" className="max-h-[min(60dvh,26rem)] overflow-y-auto p-2">
      <Command.Empty className="px-3 py-8 text-center text-sm text-ink-3">
        {query.isPending ? 'Searching…' : `Nothing is called “${text.trim()}”. Try a name, a symbol or an address.`}
      </Command.Empty>
      {models.length === 0 ? null : (
        <Command.Group heading="Models" className={GROUP}>
          {models.map((model) => (
            <ModelItem key={model.token} model={model} onGo={onGo} />
          ))}
        </Command.Group>
      )}
      {query.isError ? (
        <p role="alert" className="px-3 py-2 text-sm text-down">
          Models cannot be searched now. {toAppError(query.error).message}
        </p>
      ) : null}
      {pages.length === 0 ? null : (
        <Command.Group heading="Go to" className={GROUP}>
          {pages.map(({ href, label }) => (
            <Command.Item key={href} value={href} onSelect={() => onGo(href)} className={ITEM}>
              {href.startsWith('/portfolio/') ? (
                <User aria-hidden className="size-4 shrink-0 text-ink-3" />
              ) : (
                <ArrowRight aria-hidden className="size-4 shrink-0 text-ink-3" />
              )}
              <span className="min-w-0 truncate">{label}</span>
            </Command.Item>
          ))}
        </Command.Group>
      )}
    </Command.List>
  );
}

/** Finds models by name, symbol or address, pages by their words, and an account's portfolio by its address. */
export function CommandMenu({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const router = useRouter();
  const [text, setText] = useState('');
  const query = useSearch(text);
  const pages = destinationsOf(text);
  const first = query.data?.data[0]?.token ?? pages[0]?.href ?? '';
  const [chosen, setChosen] = useState(first);
  // What is found comes later than what is typed: Enter is for the first of it.
  useEffect(() => setChosen(first), [first]);
  const go = (href: string) => {
    onOpenChange(false);
    setText('');
    router.push(href);
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-3 z-50 mx-auto max-w-xl overflow-hidden rounded-2xl border border-line bg-surface shadow-2xl outline-none sm:top-[12dvh]"
        >
          <Dialog.Title className="sr-only">Search</Dialog.Title>
          <Command label="Search" shouldFilter={false} loop value={chosen} onValueChange={setChosen}>
            <div className="flex items-center gap-3 border-b border-line px-4 focus-within:border-accent">
              <Search aria-hidden className="size-4 shrink-0 text-ink-3" />
              <Command.Input
                value={text}
                onValueChange={setText}
                placeholder="A model, a page or an address"
                className="min-h-14 w-full min-w-0 bg-transparent outline-none placeholder:text-ink-3"
              />
              <Dialog.Close className="min-h-11 shrink-0 rounded-[10px] px-2 text-sm text-ink-3 hover:text-ink">
                Close
              </Dialog.Close>
            </div>
            <Results text={text} query={query} pages={pages} onGo={go} />
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
