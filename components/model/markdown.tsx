import { Fragment, type ReactNode } from 'react';
import { type Block, parseBlocks, parseInline } from './markdown-blocks';

function Inline({ text }: { text: string }): ReactNode {
  return parseInline(text).map((part, index) => {
    const key = `${index}:${part.text}`;
    switch (part.kind) {
      case 'text':
        return <Fragment key={key}>{part.text}</Fragment>;
      case 'strong':
        return <strong key={key}>{part.text}</strong>;
      case 'code':
        return (
          <code key={key} className="rounded bg-sunken px-1 font-mono text-[0.9em] break-words">
            {part.text}
          </code>
        );
      case 'link':
        return (
          <a key={key} href={part.href} className="link" rel="noreferrer nofollow ugc" target="_blank">
            {part.text}
          </a>
        );
      default:
        return part satisfies never;
    }
  });
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <h4 className="text-base font-[620]">{block.text}</h4>;
    case 'paragraph':
      return (
        <p>
          <Inline text={block.text} />
        </p>
      );
    case 'code':
      return <pre className="overflow-x-auto rounded-[10px] bg-sunken p-3 font-mono text-sm">{block.text}</pre>;
    case 'list':
      return (
        <ul className="list-disc pl-5">
          {block.items.map((item) => (
            <li key={item}>
              <Inline text={item} />
            </li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <dl>
          {block.rows.map((row) => (
            <div key={row.join('|')} className="grid gap-x-4 border-b border-line py-2 sm:grid-cols-[9rem_1fr]">
              <dt className="text-ink-3">
                <Inline text={row[0] ?? ''} />
              </dt>
              <dd className="min-w-0 break-words">
                <Inline text={row.slice(1).join(' · ')} />
              </dd>
            </div>
          ))}
        </dl>
      );
    default:
      return block satisfies never;
  }
}

/** A model card's Markdown. Only text and safe links come out, whatever the author wrote. */
export function Markdown({ source }: { source: string }) {
  return (
    <div className="flex flex-col gap-3 text-[0.9375rem] text-ink-2">
      {parseBlocks(source).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes once it is read
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}
