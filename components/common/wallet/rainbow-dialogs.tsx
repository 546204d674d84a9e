'use client';
import '@rainbow-me/rainbowkit/styles.css';
import {
  type AvatarComponent,
  RainbowKitProvider,
  useAccountModal,
  useChainModal,
  useConnectModal,
} from '@rainbow-me/rainbowkit';
import { useEffect, useRef } from 'react';
import { Engraving } from '../../ui/engraving';
import { rainbowTheme } from './rainbow-theme';
import type { AskedDialog } from './wallet-dialogs';

const EngravedAvatar: AvatarComponent = ({ address }) => (
  <Engraving seed={address} className="size-full rounded-full" />
);

function Opener({ asked }: { asked: AskedDialog }) {
  const { openConnectModal } = useConnectModal();
  const { openAccountModal } = useAccountModal();
  const { openChainModal } = useChainModal();
  const done = useRef(0);
  const open = { connect: openConnectModal, account: openAccountModal, chain: openChainModal }[asked.dialog];
  useEffect(() => {
    // A dialog that cannot be opened yet, while a wallet reconnects, opens as soon as it can.
    if (open === undefined || done.current === asked.count) return;
    done.current = asked.count;
    open();
  }, [open, asked.count]);
  return null;
}

/** RainbowKit's dialogs, beside the page and not around it: loaded when the first one is asked for. */
export function RainbowDialogs({ asked }: { asked: AskedDialog }) {
  return (
    <RainbowKitProvider
      modalSize="compact"
      theme={rainbowTheme}
      avatar={EngravedAvatar}
      appInfo={{ appName: 'OpenIMO' }}
    >
      <Opener asked={asked} />
    </RainbowKitProvider>
  );
}
