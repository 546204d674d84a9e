import type { ShownValue } from '@/lib/request/shown';

/** More numbers than this are folded away below the largest. */
const FEW = 12;

/** The numbers of an answer with bars; where there are many, the largest first and the rest on demand. */
export function ShownValues({ values, caption }: { values: readonly ShownValue[]; caption: string }) {
  if (values.length <= FEW) return <Table rows={values} caption={caption} />;
  const largest = values.toSorted((a, b) => b.value - a.value).slice(0, FEW);
  return (
    <>
      <Table rows={largest} caption={`${caption}, the ${FEW} largest of ${values.length}`} />
      <p className="mt-1 text-sm text-ink-3">
        The {FEW} largest of {values.length} numbers.
      </p>
      <details className="mt-2 text-sm">
        <summary className="inline-flex min-h-9 items-center text-ink-3">All in their order</summary>
        <p className="num break-words text-ink-2">{values.map(({ label, text }) => `${label}: ${text}`).join(' · ')}</p>
      </details>
    </>
  );
}

function Table({ rows, caption }: { rows: readonly ShownValue[]; caption: string }) {
  const most = Math.max(...rows.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return (
    <table className="num w-full text-[0.9375rem]">
      <caption className="sr-only">{caption}</caption>
      <tbody>
        {rows.map(({ label, value, text }) => (
          <tr key={label}>
            <th scope="row" className="w-px py-1 pr-3 text-left font-[450] whitespace-nowrap text-ink-3">
              {label}
            </th>
            <td aria-hidden className="py-1">
              <span
                className={`block h-2.5 min-w-[2px] rounded-full ${value < 0 ? 'bg-down' : 'bg-accent'}`}
                style={{ width: `${(Math.abs(value) / most) * 100}%` }}
              />
            </td>
            <td className="w-px py-1 pl-3 text-right whitespace-nowrap">{text}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
