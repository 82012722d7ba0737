import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { Divider } from '@patternfly/react-core/dist/esm/components/Divider';
import { Dropdown, DropdownGroup, DropdownItem, DropdownList } from '@patternfly/react-core/dist/esm/components/Dropdown';
import { Label } from '@patternfly/react-core/dist/esm/components/Label';
import { Masthead, MastheadBrand, MastheadContent, MastheadLogo, MastheadMain, MastheadToggle } from '@patternfly/react-core/dist/esm/components/Masthead';
import { MenuToggle } from '@patternfly/react-core/dist/esm/components/MenuToggle';
import { PageToggleButton } from '@patternfly/react-core/dist/esm/components/Page';
import { Tooltip } from '@patternfly/react-core/dist/esm/components/Tooltip';
import BarsIcon from '@patternfly/react-icons/dist/esm/icons/bars-icon';
import LockOpenIcon from '@patternfly/react-icons/dist/esm/icons/lock-open-icon';
import UserCircleIcon from '@patternfly/react-icons/dist/esm/icons/user-circle-icon';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../api/client';
import { PersonDialog } from './PersonDialog';
import { type Theme, useSettings } from './settings';

const THEMES: [Theme, string][] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

function Flame() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="rk-flame">
      <path d="M17.2 1.5c.9 5-1.6 7.6-4.2 10.3-2.7 2.8-5.5 5.7-5.5 10.2a8.6 8.6 0 0 0 17.2.2c0-4.6-2.4-7.2-3.7-10.2-.3 2-1 3.3-2.3 4.3.8-5.1-.2-11.3-1.5-14.8z" />
      <path className="rk-flame-core" d="M16.3 17.5c-1.9 2.1-3.7 3.9-3.7 6.6a3.7 3.7 0 0 0 7.4.1c0-2.6-2.3-4-3.7-6.7z" />
    </svg>
  );
}

export function Header({ navigationOpen, toggle }: { navigationOpen: boolean; toggle: () => void }) {
  const { theme, setTheme, person } = useSettings();
  const [menu, setMenu] = useState(false);
  const [naming, setNaming] = useState(false);
  const about = useQuery({ queryKey: ['about'], queryFn: api.about, staleTime: Infinity });
  const client = useQueryClient();
  const proven = about.data?.login === 'token';
  const logOut = async () => {
    await api.logOut();
    await client.resetQueries();
  };
  return (
    <Masthead display={{ default: 'inline' }}>
      <MastheadMain>
        <MastheadToggle>
          <PageToggleButton
            variant="plain"
            aria-label="Global navigation"
            isSidebarOpen={navigationOpen}
            onSidebarToggle={toggle}
            id="nav-toggle"
          >
            <BarsIcon />
          </PageToggleButton>
        </MastheadToggle>
        <MastheadBrand>
          <MastheadLogo component={(props) => <Link {...props} to="/restores" aria-label="Rekindle, to the restores" />}>
            <Flame />
            <span className="rk-brand">Rekindle</span>
          </MastheadLogo>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent className="rk-header-tools">
        {about.data?.login === 'none' && (
          <Tooltip content="No login is asked for: whoever reaches this address can start and approve restores. The journal keeps the name that people give.">
            <Label color="orange" icon={<LockOpenIcon />} className="rk-open-mode" tabIndex={0}>
              <span className="rk-open-words">Open: no login</span>
            </Label>
          </Tooltip>
        )}
        <Dropdown
          isOpen={menu}
          onOpenChange={setMenu}
          onSelect={() => setMenu(false)}
          popperProps={{ position: 'right' }}
          toggle={(ref) => (
            <MenuToggle ref={ref} onClick={() => setMenu(!menu)} isExpanded={menu} variant="plainText" icon={<UserCircleIcon />}>
              <span className="rk-person">{person || 'Who are you?'}</span>
            </MenuToggle>
          )}
        >
          <DropdownGroup label="You">
            <DropdownList>
              {proven ? (
                <DropdownItem onClick={() => void logOut()} description={`Logged in as ${person}`}>
                  Log out
                </DropdownItem>
              ) : (
                <DropdownItem onClick={() => setNaming(true)} description="Written into the journal beside your decisions">
                  {person ? `${person}: change the name` : 'Say who you are'}
                </DropdownItem>
              )}
            </DropdownList>
          </DropdownGroup>
          <Divider />
          <DropdownGroup label="Theme">
            <DropdownList>
              {THEMES.map(([value, word]) => (
                <DropdownItem key={value} isSelected={theme === value} onClick={() => setTheme(value)}>
                  {word}
                </DropdownItem>
              ))}
            </DropdownList>
          </DropdownGroup>
          <Divider />
          <DropdownGroup label="About">
            <DropdownList>
              <DropdownItem isAriaDisabled>{about.data ? `Rekindle ${about.data.version}` : 'Rekindle'}</DropdownItem>
              <DropdownItem to="/q/openapi" isExternalLink>
                API description
              </DropdownItem>
            </DropdownList>
          </DropdownGroup>
        </Dropdown>
        {naming && <PersonDialog close={() => setNaming(false)} />}
      </MastheadContent>
    </Masthead>
  );
}

/** A link that looks like the primary button of a page. */
export function ButtonLink({ to, children, variant = 'primary' }: { to: string; children: string; variant?: 'primary' | 'secondary' | 'link' }) {
  return (
    <Button variant={variant} component={(props: object) => <Link {...props} to={to} />}>
      {children}
    </Button>
  );
}
