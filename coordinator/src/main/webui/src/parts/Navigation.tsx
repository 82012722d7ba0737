import { Nav, NavGroup, NavItem } from '@patternfly/react-core/dist/esm/components/Nav';
import { PageSidebar, PageSidebarBody } from '@patternfly/react-core/dist/esm/components/Page';
import { Link, useLocation } from 'react-router';

const GROUPS: [string, [string, string][]][] = [
  [
    'Recovery',
    [
      ['/restores', 'Restores'],
      ['/restores/new', 'Start a restore'],
      ['/alerts', 'Alerts and policies'],
    ],
  ],
  [
    'Catalogue',
    [
      ['/applications', 'Applications'],
      ['/backups', 'Backup sets'],
      ['/plans', 'Plans'],
    ],
  ],
  [
    'Administration',
    [
      ['/clusters', 'Clusters and workers'],
      ['/audit', 'Audit'],
    ],
  ],
];

export function Navigation({ open }: { open: boolean }) {
  const { pathname } = useLocation();
  const active = (to: string) =>
    to === '/restores' ? pathname.startsWith('/restores') && pathname !== '/restores/new' : pathname.startsWith(to);
  return (
    <PageSidebar isSidebarOpen={open} id="navigation">
      <PageSidebarBody>
        <Nav aria-label="Global">
          {GROUPS.map(([title, items]) => (
            <NavGroup key={title} title={title}>
              {items.map(([to, name]) => (
                <NavItem key={to} itemId={to} isActive={active(to)}>
                  <Link to={to} aria-current={active(to) ? 'page' : undefined}>
                    {name}
                  </Link>
                </NavItem>
              ))}
            </NavGroup>
          ))}
        </Nav>
      </PageSidebarBody>
    </PageSidebar>
  );
}
