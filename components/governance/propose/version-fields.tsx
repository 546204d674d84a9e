'use client';
import { useEffect } from 'react';
import { toAppError } from '@/lib/errors/decode';
import { useManifest } from '../../common/data/use-manifest';
import { Input } from '../../ui/field';
import { Notice } from '../../ui/states';
import { type FieldsProps, shownError } from './fields-props';

const BUNDLE = /^ipfs:\/\/[a-z2-7]{20,100}$/;

/** A new version: the bundle's address, from which the hashes are read; they can be typed where no gateway has it. */
export function VersionFields(props: FieldsProps) {
  const { draft, rules, change } = props;
  const uri = draft.bundleURI.trim();
  const manifest = useManifest(BUNDLE.test(uri) ? uri : undefined);
  const weights = manifest.data?.weights.hash;
  const program = manifest.data?.program.hash;
  useEffect(() => {
    if (weights !== undefined && program !== undefined) change({ modelHash: weights, programHash: program });
  }, [weights, program, change]);
  return (
    <>
      <Input
        label="Bundle of the new version"
        placeholder="ipfs://…"
        value={draft.bundleURI}
        onChange={({ target }) => change({ bundleURI: target.value })}
        error={shownError(props, 'bundleURI', draft.bundleURI)}
        hint={`Launch it nowhere: compile it with “imo compile” and keep it on a node. The model is ${rules.symbol} #${rules.modelId} now.`}
      />
      {manifest.data === undefined ? null : (
        <Notice>
          The bundle is “{manifest.data.name}”. Its hashes are filled in; receiver and price stay as they are.
        </Notice>
      )}
      {manifest.isError ? (
        <Notice tone="warn">The bundle could not be read: {toAppError(manifest.error).message}</Notice>
      ) : null}
      <Input
        label="Hash of the weights"
        placeholder="0x…"
        value={draft.modelHash}
        onChange={({ target }) => change({ modelHash: target.value })}
        error={shownError(props, 'modelHash', draft.modelHash)}
        className="font-mono text-sm"
      />
      <Input
        label="Hash of the program"
        placeholder="0x…"
        value={draft.programHash}
        onChange={({ target }) => change({ programHash: target.value })}
        error={shownError(props, 'programHash', draft.programHash)}
        className="font-mono text-sm"
      />
    </>
  );
}
