import { Alert } from '@patternfly/react-core/dist/esm/components/Alert';
import { Breadcrumb, BreadcrumbItem } from '@patternfly/react-core/dist/esm/components/Breadcrumb';
import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { EmptyState, EmptyStateActions, EmptyStateBody, EmptyStateFooter } from '@patternfly/react-core/dist/esm/components/EmptyState';
import { PageBreadcrumb, PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Skeleton } from '@patternfly/react-core/dist/esm/components/Skeleton';
import { Title } from '@patternfly/react-core/dist/esm/components/Title';
import CubesIcon from '@patternfly/react-icons/dist/esm/icons/cubes-icon';
import ExclamationCircleIcon from '@patternfly/react-icons/dist/esm/icons/exclamation-circle-icon';
import SearchIcon from '@patternfly/react-icons/dist/esm/icons/search-icon';
import type { UseQueryResult } from '@tanstack/react-query';
import { type ComponentType, type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { Refusal } from '../api/client';

interface HeadProps {
  title: string;
  /** Before the name, such as a badge. */
  mark?: ReactNode;
  /** After the name, such as a state. */
  state?: ReactNode;
  trail?: { to: string; name: string }[];
  actions?: ReactNode;
  children?: ReactNode;
}

/** The top of a page: trail, name, state, actions. Also names the document, for tabs and screen readers. */
export function PageHead({ title, mark, state, trail, actions, children }: HeadProps) {
  useEffect(() => {
    document.title = `${title} · Rekindle`;
  }, [title]);
  return (
    <>
      {trail && (
        <PageBreadcrumb>
          <Breadcrumb>
            {trail.map((step) => (
              <BreadcrumbItem key={step.to} render={({ className }) => <Link className={className} to={step.to}>{step.name}</Link>} />
            ))}
            <BreadcrumbItem isActive>{title}</BreadcrumbItem>
          </Breadcrumb>
        </PageBreadcrumb>
      )}
      <PageSection className="rk-head">
        <div className="rk-head-row">
          <div className="rk-head-name">
            {mark}
            <Title headingLevel="h1">{title}</Title>
            {state}
          </div>
          {actions && <div className="rk-head-actions">{actions}</div>}
        </div>
        {children}
      </PageSection>
    </>
  );
}

export function Loading({ rows = 5, what }: { rows?: number; what: string }) {
  return (
    <div className="rk-loading" role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height="2.25rem" width={`${100 - ((row * 7) % 22)}%`} />
      ))}
    </div>
  );
}

export function Trouble({ error, retry, what }: { error: Error; retry?: () => void; what: string }) {
  const refusal = error instanceof Refusal ? error : null;
  return (
    <EmptyState status="danger" icon={ExclamationCircleIcon} titleText={`Cannot show ${what}`} headingLevel="h2">
      <EmptyStateBody>
        {error.message}
        {refusal && refusal.status > 0 && <span className="rk-code">{refusal.code}</span>}
      </EmptyStateBody>
      {retry && (
        <EmptyStateFooter>
          <EmptyStateActions>
            <Button variant="primary" onClick={retry}>
              Try again
            </Button>
          </EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

interface NothingProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  icon?: ComponentType;
}

export function Nothing({ title, children, action, icon }: NothingProps) {
  return (
    <EmptyState icon={icon ?? CubesIcon} titleText={title} headingLevel="h2" variant="lg">
      <EmptyStateBody>{children}</EmptyStateBody>
      {action && (
        <EmptyStateFooter>
          <EmptyStateActions>{action}</EmptyStateActions>
        </EmptyStateFooter>
      )}
    </EmptyState>
  );
}

export function NoMatch({ clear }: { clear: () => void }) {
  return (
    <Nothing title="Nothing matches" icon={SearchIcon} action={<Button variant="link" onClick={clear}>Clear all filters</Button>}>
      No entry has all of what you filter for.
    </Nothing>
  );
}

/** The three states of everything that is asked for: on its way, refused, there. */
export function Loaded<T>({ query, what, children }: { query: UseQueryResult<T>; what: string; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error && !(query.error instanceof Refusal && query.error.unreachable) && (
          <Alert isInline variant="warning" title={`${what} could not be brought up to date`} className="rk-banner">
            {query.error.message}
          </Alert>
        )}
        {children(query.data)}
      </>
    );
  }
  return query.error ? <Trouble error={query.error} retry={() => void query.refetch()} what={what} /> : <Loading what={what} />;
}
