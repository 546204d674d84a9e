import { classText, type Form, type Shown, showBytes, shownLine } from '@/lib/request/shown';
import { cn } from '../../ui/cn';
import { ShownPicture } from './shown-picture';
import { ShownValues } from './shown-values';

/** Longer hex is cut, with the whole of it on demand. */
const LONG_HEX = 1_026;

const NOUNS: Record<Shown['kind'], string> = {
  text: 'text',
  picture: 'picture',
  class: 'class',
  values: 'numbers',
  hex: 'bytes',
};

/**
 * Bytes from the chain in the form that the model's manifest gives them, and on demand the bytes themselves. What does not have
 * that form, or whose form is not known yet, is hex. `what` begins the figure's name: "Answer" becomes "Answer picture".
 */
export function ShownBytes({
  form,
  hex,
  what,
  about,
  className,
}: {
  form: Form | undefined;
  hex: string;
  what: string;
  /** What a picture is of, in a line. */
  about?: string | undefined;
  className?: string;
}) {
  const shown = showBytes(form, hex);
  return (
    <figure aria-label={`${what} ${NOUNS[shown.kind]}`}>
      <Body shown={shown} what={what} about={about} className={className} />
      {shown.kind === 'hex' ? <Note>{shown.note}</Note> : null}
      {shown.kind === 'hex' && hex.length <= LONG_HEX ? null : <Bytes hex={hex} />}
    </figure>
  );
}

function Body({
  shown,
  what,
  about,
  className,
}: {
  shown: Shown;
  what: string;
  about: string | undefined;
  className: string | undefined;
}) {
  switch (shown.kind) {
    case 'text':
      return (
        <pre
          dir="auto"
          className={cn('font-mono text-[0.9375rem] leading-relaxed break-words whitespace-pre-wrap', className)}
        >
          {shown.text}
        </pre>
      );
    case 'hex':
      return (
        <pre className={cn('font-mono text-sm break-all whitespace-pre-wrap text-ink-2', className)}>
          {shown.hex.length <= LONG_HEX ? shown.hex : `${shown.hex.slice(0, LONG_HEX)}…`}
        </pre>
      );
    case 'picture':
      return (
        <ShownPicture
          picture={shown.picture}
          alt={about === undefined ? `${what}: ${shownLine(shown)}` : `Picture for: ${about}`}
          fileName={(about ?? what).replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)}
        />
      );
    case 'class':
      return (
        <p className={cn('flex items-baseline gap-3', className)}>
          <span className="text-4xl font-[640] break-words">{classText(shown)}</span>
          {shown.label === null || shown.label === String(shown.index) ? null : (
            <span className="num text-sm text-ink-3">class {shown.index}</span>
          )}
        </p>
      );
    case 'values':
      return <ShownValues values={shown.values} caption={what} />;
    default:
      return shown satisfies never;
  }
}

function Note({ children }: { children: string | null }) {
  return children === null ? null : <figcaption className="mt-1 text-sm text-ink-3">{children}</figcaption>;
}

function Bytes({ hex }: { hex: string }) {
  const count = (hex.length - 2) / 2;
  return (
    <details className="mt-2 text-sm">
      <summary className="num inline-flex min-h-9 items-center text-ink-3">
        {count === 1 ? 'The byte itself' : `The ${count} bytes themselves`}
      </summary>
      <p className="font-mono text-xs break-all text-ink-2">{hex}</p>
    </details>
  );
}
