'use client';

export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui', padding: '3rem', background: '#f6f3eb', color: '#18201c' }}>
        <h1>OpenIMO stopped working</h1>
        <p>
          Your wallet and pending transactions are not touched. Reload, or see /api/health for the state of each part.
        </p>
        <button type="button" onClick={reset} style={{ padding: '0.75rem 1rem' }}>
          Try again
        </button>
      </body>
    </html>
  );
}
