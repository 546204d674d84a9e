'use client';
import { ErrorState } from '@/components/ui/states';
import { AppError } from '@/lib/errors/app-error';

export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <ErrorState
      title="This page stopped working"
      detail={
        error instanceof AppError
          ? error.message
          : 'Something in it failed. Your wallet and pending transactions are not touched.'
      }
      onRetry={reset}
    />
  );
}
