import { lightTheme, type Theme } from '@rainbow-me/rainbowkit';

const base = lightTheme({ overlayBlur: 'none', fontStack: 'system' });

/** The wallet dialogs in our colours. Every colour is one of our CSS variables, so that it follows dark and light by itself. */
export const rainbowTheme: Theme =
  'colors' in base
    ? {
        ...base,
        fonts: { body: 'var(--font-sans)' },
        radii: {
          ...base.radii,
          modal: '18px',
          modalMobile: '18px',
          connectButton: '10px',
          actionButton: '10px',
          menuButton: '10px',
        },
        colors: {
          ...base.colors,
          accentColor: 'var(--ink)',
          accentColorForeground: 'var(--paper)',
          actionButtonBorder: 'var(--line)',
          actionButtonBorderMobile: 'var(--line)',
          actionButtonSecondaryBackground: 'var(--sunken)',
          closeButton: 'var(--ink-2)',
          closeButtonBackground: 'var(--sunken)',
          downloadBottomCardBackground: 'var(--sunken)',
          downloadTopCardBackground: 'var(--surface)',
          error: 'var(--down)',
          generalBorder: 'var(--line)',
          generalBorderDim: 'var(--line)',
          menuItemBackground: 'var(--sunken)',
          modalBackground: 'var(--surface)',
          modalBorder: 'var(--line)',
          modalText: 'var(--ink)',
          modalTextDim: 'var(--ink-3)',
          modalTextSecondary: 'var(--ink-3)',
          profileAction: 'var(--sunken)',
          profileActionHover: 'var(--paper)',
          profileForeground: 'var(--surface)',
          selectedOptionBorder: 'var(--line-strong)',
        },
      }
    : base;
