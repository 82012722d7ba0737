import { SkipToContent } from '@patternfly/react-core/dist/esm/components/SkipToContent';
import { Page } from '@patternfly/react-core/dist/esm/components/Page';
import { Spinner } from '@patternfly/react-core/dist/esm/components/Spinner';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { Header } from './parts/Header';
import { LoginGate } from './parts/LoginGate';
import { Navigation } from './parts/Navigation';
import { ReachabilityAlert } from './parts/Reachability';
import { SettingsProvider } from './parts/settings';
import { RestoresPage } from './pages/RestoresPage';

const RestorePage = lazy(() => import('./pages/RestorePage'));
const StartPage = lazy(() => import('./pages/StartPage'));
const ApplicationsPage = lazy(() => import('./pages/ApplicationsPage'));
const ApplicationPage = lazy(() => import('./pages/ApplicationPage'));
const BackupsPage = lazy(() => import('./pages/BackupsPage'));
const PlansPage = lazy(() => import('./pages/PlansPage'));
const PlanPage = lazy(() => import('./pages/PlanPage'));
const AlertsPage = lazy(() => import('./pages/AlertsPage'));
const ClustersPage = lazy(() => import('./pages/ClustersPage'));
const AuditPage = lazy(() => import('./pages/AuditPage'));
const LostPage = lazy(() => import('./pages/LostPage'));

const WIDE = 1200;

export function App() {
  const [open, setOpen] = useState(window.innerWidth >= WIDE);
  const { pathname } = useLocation();
  const first = useRef(true);

  // A new page: begin at its top, tell screen readers, and let a phone see it.
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    document.getElementById('content')?.focus({ preventScroll: true });
    document.querySelector('.pf-v6-c-page__main')?.scrollTo(0, 0);
    if (window.innerWidth < WIDE) {
      setOpen(false);
    }
  }, [pathname]);

  return (
    <SettingsProvider>
      <LoginGate>
        <Page
          masthead={<Header navigationOpen={open} toggle={() => setOpen(!open)} />}
          sidebar={<Navigation open={open} />}
          skipToContent={<SkipToContent href="#content">Skip to content</SkipToContent>}
          mainContainerId="content"
          mainAriaLabel="Content"
          isContentFilled
        >
          <ReachabilityAlert />
          <Suspense fallback={<Spinner className="rk-page-spinner" aria-label="Loading the page" />}>
            <Routes>
              <Route index element={<Navigate to="/restores" replace />} />
              <Route path="restores" element={<RestoresPage />} />
              <Route path="restores/new" element={<StartPage />} />
              <Route path="restores/:id" element={<RestorePage />} />
              <Route path="restores/:id/:tab" element={<RestorePage />} />
              <Route path="applications" element={<ApplicationsPage />} />
              <Route path="applications/:name" element={<ApplicationPage />} />
              <Route path="backups" element={<BackupsPage />} />
              <Route path="plans" element={<PlansPage />} />
              <Route path="plans/:name" element={<PlanPage />} />
              <Route path="alerts" element={<AlertsPage />} />
              <Route path="clusters" element={<ClustersPage />} />
              <Route path="audit" element={<AuditPage />} />
              <Route path="*" element={<LostPage />} />
            </Routes>
          </Suspense>
        </Page>
      </LoginGate>
    </SettingsProvider>
  );
}
