'use client';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { BUNDLE_FILES } from '@/lib/bundle/bundle-files';
import type { BundleDoor } from '@/lib/bundle/open-bundle';
import { toAppError } from '@/lib/errors/decode';
import { reasonOf } from '@/lib/errors/reason-of';
import type { BundleCheck } from '@/lib/launch/check-bundle';
import type { DraftModel, LaunchDraft } from '@/lib/launch/draft';
import type { FieldErrors } from '@/lib/launch/validate';
import { useUrlState } from '../common/use-url-state';
import { CardHeader } from '../ui/card';
import { LoadingLabel, Skeleton } from '../ui/skeleton';
import { EmptyState, ErrorState } from '../ui/states';
import { Segmented } from '../ui/tabs';
import { BundleCheckView } from './bundle-check-view';
import { BundleOption } from './bundle-option';
import { BundleUpload } from './bundle-upload';
import { StepFooter } from './step-footer';

// What reads, compiles and runs models is much code: it comes when a model is chosen or brought.
const CompilePanel = dynamic(() => import('./compile/compile-panel').then((module) => module.CompilePanel), {
  ssr: false,
  loading: () => <Skeleton className="h-64 w-full rounded-card" />,
});
const bundleStore = () => import('@/lib/bundle/bundle-store');

type CheckState = { cid: string | null; check: BundleCheck | null; failure: string | null };

const IDLE: CheckState = { cid: null, check: null, failure: null };

/** Where a model can come from; also the value of `?from=` in the address. */
const SOURCES = ['store', 'onnx', 'bundle'] as const;

/** Step 1: a model from the node's store or from this computer, checked to the bit in this browser. */
export function ModelStep({
  draft,
  change,
  errors,
  onNext,
}: {
  draft: LaunchDraft;
  change: (change: (draft: LaunchDraft) => LaunchDraft) => void;
  errors: FieldErrors;
  onNext: () => void;
}) {
  const bundles = useQuery({
    queryKey: ['bundles'],
    queryFn: async () => (await bundleStore()).listBundles(),
    // A node that starts again is found without a click.
    refetchInterval: ({ state }) => (state.status === 'error' ? 3_000 : false),
  });
  const [state, setState] = useState<CheckState>(IDLE);
  const [isAsked, setAsked] = useState(false);
  const [source, setSource] = useUrlState('from', SOURCES, 'store');
  const isChecking = state.cid !== null && state.check?.kind !== 'checked' && state.failure === null;

  const choose = async (
    cid: string,
    origin: DraftModel['origin'],
    open: () => Promise<BundleDoor>,
    store: () => Promise<void>,
  ) => {
    if (isChecking) return;
    change((now) => ({ ...now, model: null }));
    setState({ cid, check: { kind: 'hashing' }, failure: null });
    try {
      const [{ checkBundle }, { runInWorker }] = await Promise.all([
        import('@/lib/launch/check-bundle'),
        import('@/lib/verify/run-in-worker'),
      ]);
      const model = await checkBundle({
        ...(await open()),
        origin,
        onCheck: (check) => setState({ cid, check, failure: null }),
        runModel: (request, onStep) =>
          runInWorker({
            ...request,
            signal: new AbortController().signal,
            onProgress: ({ step, output }) => onStep(step, output),
          }),
      });
      await store();
      change((now) => ({
        ...now,
        model,
        token:
          now.token.name === '' && now.token.description === ''
            ? { ...now.token, name: model.name, description: model.description }
            : now.token,
      }));
    } catch (error) {
      setState({ cid, check: null, failure: reasonOf(error) });
    }
  };

  const upload = async (chosen: ReadonlyMap<string, Uint8Array>) => {
    try {
      const [{ bundleFiles }, { importFiles }, { readFromBlocks }] = await Promise.all([
        import('@/lib/launch/check-bundle'),
        import('@/lib/bundle/import-files'),
        import('@/lib/bundle/block'),
      ]);
      const files = bundleFiles(chosen);
      const { cid, blocks } = await importFiles(files);
      const door = { cid, read: readFromBlocks(blocks) };
      const open = async () => door;
      await choose(cid, 'upload', open, async () => {
        await (await bundleStore()).uploadBundle(files);
        await bundles.refetch();
      });
    } catch (error) {
      setState({ cid: null, check: null, failure: reasonOf(error) });
    }
  };

  const chosenCid = state.cid ?? draft.model?.cid ?? null;
  const list = bundles.data ?? [];
  return (
    <>
      <CardHeader
        title="Choose a model"
        note="Bring your own from an ONNX file, or take one that the node holds. Your browser checks every byte and runs one request before you go on."
      />
      <Segmented
        label="Where the model comes from"
        className="mb-5"
        value={source}
        onValueChange={setSource}
        options={[
          { value: 'onnx', label: 'ONNX file' },
          { value: 'store', label: 'From the node' },
          { value: 'bundle', label: 'A bundle' },
        ]}
      />
      {source === 'onnx' ? <CompilePanel isBusy={isChecking} onBundle={(files) => void upload(files)} /> : null}
      {source === 'bundle' ? (
        <BundleUpload isDisabled={isChecking} onFiles={(files) => void upload(files)}>
          {BUNDLE_FILES.join(', ')}; weights of at most 256 MiB. Made with <code>npm run -s imo -- compile</code>.
        </BundleUpload>
      ) : null}
      {source !== 'store' ? null : bundles.isPending ? (
        <>
          <LoadingLabel what="models" />
          <Skeleton className="mb-3 h-24 w-full rounded-card" />
          <Skeleton className="h-24 w-full rounded-card" />
        </>
      ) : bundles.isError ? (
        <ErrorState
          title="The node’s models could not be listed"
          detail={toAppError(bundles.error).message}
          onRetry={() => void bundles.refetch()}
        />
      ) : list.length === 0 ? (
        <EmptyState title="The node holds no model yet">Bring your own: an ONNX file is enough.</EmptyState>
      ) : (
        <fieldset className="flex flex-col gap-3">
          <legend className="sr-only">Models of this node</legend>
          {list.map((bundle) => (
            <BundleOption
              key={bundle.cid}
              bundle={bundle}
              isChosen={bundle.cid === chosenCid}
              isDisabled={isChecking}
              onChoose={() =>
                void choose(
                  bundle.cid,
                  'store',
                  async () => (await bundleStore()).fetchBundle(bundle.cid),
                  async () => undefined,
                )
              }
            />
          ))}
        </fieldset>
      )}
      <BundleCheckView check={state.check} failure={state.failure} model={draft.model} />
      <StepFooter
        missing={errors.model === undefined ? null : isChecking ? 'Checking the model…' : 'Choose a model'}
        onShowErrors={() => setAsked(true)}
        next="Continue to token"
        onNext={onNext}
      >
        {isAsked && errors.model !== undefined && !isChecking ? (
          <p role="alert" className="mb-3 text-sm text-down">
            Choose a model above, or bring one. It has to pass its check.
          </p>
        ) : null}
      </StepFooter>
    </>
  );
}
