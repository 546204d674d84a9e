'use client';
import { Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';

/** Dark or light; the first visit follows the system. Both icons are in the page, CSS shows one: nothing flashes. */
export function ThemeToggle() {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <button
      type="button"
      aria-label="Switch between light and dark"
      onClick={() => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark')}
      className="grid size-11 shrink-0 place-items-center rounded-[10px] text-ink-3 hover:bg-sunken hover:text-ink"
    >
      <Sun aria-hidden className="hidden size-5 dark:block" />
      <Moon aria-hidden className="size-5 dark:hidden" />
    </button>
  );
}
