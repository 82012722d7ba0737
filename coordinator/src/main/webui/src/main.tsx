import '@patternfly/react-core/dist/styles/base.css';
import './console.css';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './App';
import { Refusal } from './api/client';
import { reachability } from './parts/Reachability';

const client = new QueryClient({
  queryCache: new QueryCache({
    onSuccess: () => reachability.set(true),
    onError: (error) => reachability.set(!(error instanceof Refusal && error.unreachable)),
  }),
  defaultOptions: {
    queries: {
      // An answer with a code will be the same a second later; silence may not be.
      retry: (count, error) => count < 2 && !(error instanceof Refusal && error.status >= 400 && error.status < 500),
      refetchOnWindowFocus: true,
      staleTime: 2000,
    },
  },
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <BrowserRouter basename="/console">
        <App />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
