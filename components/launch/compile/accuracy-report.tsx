import type { ReactNode } from 'react';
import { formatBytes } from '@/lib/format/bytes';
import type { CompileSummary } from '@/lib/launch/compile/compile-protocol';
import { percentText, psnrText } from '@/lib/launch/compile/write-card';
import { cn } from '../../ui/cn';
import { Notice } from '../../ui/states';

/** Below this part of first places, a model is no longer the one that was trained. */
const GOOD_AGREEMENT = 0.97;
const POOR_AGREEMENT = 0.9;
const BAR_FULL = 0.25;

/** What it cost to turn the model into integers, and where. */
export function AccuracyReportView({ summary, isGenerated }: { summary: CompileSummary; isGenerated: boolean }) {
  const { report, parameters, macs, operators, weightsBytes, calibrated, notes } = summary;
  const { agreement, answer } = report;
  const on = isGenerated ? 'generated noise' : report.isHeldOut ? 'samples kept back' : 'its calibration samples';
  return (
    <section aria-label="Accuracy report" className="rounded-card border border-line p-4 sm:p-5">
      <h3 className="text-lg font-[620]">What integers cost</h3>
      <p className="num mt-1 mb-4 text-sm text-ink-3">
        The program beside the compiler’s own float reading of the file, on {report.samples} {on}; calibrated with{' '}
        {calibrated}. (<code>imo accuracy</code> judges by onnxruntime.)
      </p>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {agreement === null ? null : (
          <Figure
            label={summary.answer === 'classes' ? 'Same class' : 'Same first place'}
            isWarning={agreement < POOR_AGREEMENT}
          >
            {percentText(agreement)}
          </Figure>
        )}
        {report.psnrDb === null ? null : <Figure label="PSNR of the picture">{psnrText(report.psnrDb)}</Figure>}
        {answer === null ? null : (
          <>
            <Figure label="Error of the answer">{percentText(answer.relativeError)}</Figure>
            <Figure label="Cosine">{answer.cosine.toFixed(5)}</Figure>
          </>
        )}
        <Figure label="Weights">{formatBytes(weightsBytes)}</Figure>
      </dl>
      <p className="num mt-3 text-sm text-ink-2">
        {parameters.toLocaleString('en')} parameters, {operators} operators, {macs.toLocaleString('en')} multiplications
        an answer. Every element can be judged on chain.
      </p>
      {agreement !== null && agreement < GOOD_AGREEMENT ? (
        <Notice tone={agreement < POOR_AGREEMENT ? 'down' : 'warn'} className="mt-3">
          {agreement < POOR_AGREEMENT
            ? 'The integer program often answers otherwise than your model. More and more varied samples help, and so does the right meaning of a byte.'
            : 'Some answers differ from your model’s. More and more varied samples may help.'}
        </Notice>
      ) : null}
      {notes.length === 0 ? null : (
        <ul className="mt-3 list-disc pl-5 text-sm text-ink-2">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <details className="mt-4 text-sm">
        <summary className="inline-flex min-h-9 items-center text-ink-2">
          Error of each tensor, from the request to the answer
        </summary>
        <LayerTable summary={summary} />
      </details>
    </section>
  );
}

function Figure({ label, isWarning = false, children }: { label: string; isWarning?: boolean; children: ReactNode }) {
  return (
    <div className="rounded-[10px] bg-sunken px-3 py-2">
      <dt className="text-xs text-ink-3">{label}</dt>
      <dd className={cn('num text-lg font-[620]', isWarning && 'text-down')}>{children}</dd>
    </div>
  );
}

function LayerTable({ summary }: { summary: CompileSummary }) {
  return (
    // Scrolls sideways on phones, so a keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region
    <section className="max-h-96 overflow-auto" tabIndex={0} aria-label="Error of each tensor">
      <table className="num w-full">
        <thead>
          <tr className="text-left text-ink-3">
            <th scope="col" className="py-1 pr-3 font-[500]">
              Tensor of the model
            </th>
            <th scope="col" className="py-1 pr-3 font-[500]">
              Type
            </th>
            <th scope="col" className="py-1 pr-3 text-right font-[500]">
              Cosine
            </th>
            <th scope="col" className="w-1/3 py-1 font-[500]">
              Error
            </th>
          </tr>
        </thead>
        <tbody>
          {summary.report.layers.map(({ tensor, onnx, dtype, cosine, relativeError }) => (
            <tr key={tensor} className="border-t border-line">
              <td className="max-w-48 truncate py-1 pr-3 font-mono text-xs" title={onnx}>
                {onnx === '' ? 'the answer' : onnx}
              </td>
              <td className="py-1 pr-3">{dtype}</td>
              <td className="py-1 pr-3 text-right">{cosine.toFixed(5)}</td>
              <td className="py-1">
                <span className="flex items-center gap-2">
                  <span aria-hidden className="h-2 flex-1 rounded-full bg-sunken">
                    <span
                      className="block h-2 rounded-full bg-accent"
                      style={{ width: `${Math.min(100, (relativeError / BAR_FULL) * 100)}%` }}
                    />
                  </span>
                  <span className="w-16 text-right">{percentText(relativeError)}</span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
