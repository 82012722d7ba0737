import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}

function show(theme: Theme): void {
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
}

interface Settings {
  theme: Theme;
  setTheme: (theme: Theme) => void;
  /** Who looks: as the login proved, or by their own word where none is asked for. */
  person: string;
  setPerson: (person: string) => void;
}

const Context = createContext<Settings | null>(null);

export function SettingsProvider({ children }: { children: ReactNode }) {
  const [theme, setThemeState] = useState<Theme>(() => (read('rekindle.theme') as Theme) || 'system');
  const [person, setPersonState] = useState(() => read('rekindle.person'));
  const setTheme = useCallback((next: Theme) => {
    write('rekindle.theme', next);
    show(next);
    setThemeState(next);
  }, []);
  const setPerson = useCallback((next: string) => {
    write('rekindle.person', next);
    setPersonState(next);
  }, []);
  const value = useMemo(() => ({ theme, setTheme, person, setPerson }), [theme, setTheme, person, setPerson]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useSettings(): Settings {
  const settings = useContext(Context);
  if (!settings) {
    throw new Error('Settings are read outside of their provider');
  }
  return settings;
}
