import { Alert, AlertActionLink } from '@patternfly/react-core/dist/esm/components/Alert';
import { Button } from '@patternfly/react-core/dist/esm/components/Button';
import { Dropdown, DropdownItem, DropdownList } from '@patternfly/react-core/dist/esm/components/Dropdown';
import { MenuToggle } from '@patternfly/react-core/dist/esm/components/MenuToggle';
import { PageSection } from '@patternfly/react-core/dist/esm/components/Page';
import { Tab, Tabs, TabTitleText } from '@patternfly/react-core/dist/esm/components/Tabs';
import { useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { Restore, WishName } from '../api/types';
import { moment, spoken } from '../logic/format';
import { predicted } from '../logic/timeline';
import { possible, WISHES } from '../logic/wishes';
import { type Live, useNow, useRestore } from '../live/useRestore';
import { Loading, PageHead, Trouble } from '../parts/frames';
import { KindBadge, ModeLabel, RestoreStateLabel } from '../parts/status';
import { useAccess } from '../parts/LoginGate';
import { type Intent, WishDialog } from '../parts/WishDialog';
import { DetailsTab } from './restore/DetailsTab';
import { JournalTab } from './restore/JournalTab';
import { PreviewTab } from './restore/PreviewTab';
import { StagesTab } from './restore/StagesTab';
import { Summary } from './restore/Summary';
import { TimelineTab } from './restore/TimelineTab';

const TABS = ['stages', 'preview', 'timeline', 'journal', 'details'] as const;
const TRAIL = [{ to: '/restores', name: 'Restores' }];

export default function RestorePage() {
  const { id = '' } = useParams();
  const live = useRestore(id);
  if (!live.restore) {
    return (
      <>
        <PageHead title="Restore" trail={TRAIL} />
        <PageSection isFilled>{live.error ? <Trouble error={live.error} retry={live.refetch} what="this restore" /> : <Loading what="the restore" rows={8} />}</PageSection>
      </>
    );
  }
  return <Shown live={live} restore={live.restore} />;
}

function Shown({ live, restore }: { live: Live; restore: Restore }) {
  const { tab } = useParams();
  const navigate = useNavigate();
  const [intent, setIntent] = useState<Intent | null>(null);
  const now = useNow(restore.endedAt === undefined);
  const expected = useMemo(() => predicted(restore.stages), [restore.stages]);
  const usual = restore.mode === 'dry-run' || restore.state === 'AWAITING_APPROVAL' || restore.hold?.reason === 'FINDINGS' ? 'preview' : 'stages';
  const shown = TABS.find((name) => name === tab) ?? usual;
  const wish = (name: WishName) => setIntent({ wish: name });
  const waiting = restore.findings.filter((finding) => finding.severity === 'BLOCKER' && !finding.waived).length;
  return (
    <>
      <PageHead
        title={restore.application}
        mark={<KindBadge kind="restore" />}
        state={
          <span className="rk-labels" aria-live="polite">
            <RestoreStateLabel state={restore.state} />
            <ModeLabel mode={restore.mode} />
          </span>
        }
        trail={TRAIL}
        actions={<Actions restore={restore} wish={wish} />}
      >
        <Connection live={live} />
        <Situation restore={restore} wish={wish} />
        <Summary restore={restore} expected={expected} now={now} />
      </PageHead>
      <PageSection type="tabs" className="rk-tabs">
        <Tabs activeKey={shown} onSelect={(_, key) => navigate(`/restores/${restore.id}/${key}`, { replace: true })} aria-label="Restore" usePageInsets>
          <Tab eventKey="stages" tabContentId="restore-panel" title={<TabTitleText>Stages</TabTitleText>} />
          <Tab eventKey="preview" tabContentId="restore-panel" title={<TabTitleText>{waiting > 0 ? `Plan preview (${waiting} blocking)` : 'Plan preview'}</TabTitleText>} />
          <Tab eventKey="timeline" tabContentId="restore-panel" title={<TabTitleText>Timeline</TabTitleText>} />
          <Tab eventKey="journal" tabContentId="restore-panel" title={<TabTitleText>Journal</TabTitleText>} />
          <Tab eventKey="details" tabContentId="restore-panel" title={<TabTitleText>Details</TabTitleText>} />
        </Tabs>
      </PageSection>
      <PageSection isFilled hasBodyWrapper={shown !== 'stages'} padding={shown === 'stages' ? { default: 'noPadding' } : undefined}>
        <div id="restore-panel" role="tabpanel" aria-label={spoken(shown)} className="rk-tabpanel">
          {shown === 'stages' && <StagesTab restore={restore} history={live.history} now={now} act={setIntent} />}
          {shown === 'preview' && <PreviewTab restore={restore} now={now} act={setIntent} />}
          {shown === 'timeline' && <TimelineTab restore={restore} history={live.history} now={now} expected={expected} />}
          {shown === 'journal' && <JournalTab facts={live.facts} />}
          {shown === 'details' && <DetailsTab restore={restore} />}
        </div>
      </PageSection>
      {intent && <WishDialog restore={restore} intent={intent} close={() => setIntent(null)} done={() => setIntent(null)} />}
    </>
  );
}

function Connection({ live }: { live: Live }) {
  return (
    <div aria-live="polite">
      {live.connection === 'lost' && (
        <Alert isInline isPlain variant="warning" title="The live connection broke; it is being made again, and nothing will be missed." />
      )}
    </div>
  );
}

/** What the restore waits for, and what a person can do about it. */
function Situation({ restore, wish }: { restore: Restore; wish: (name: WishName) => void }) {
  if (restore.state === 'AWAITING_APPROVAL') {
    const left = restore.approval.persons - restore.approval.given.length;
    return (
      <Alert
        isInline
        variant="custom"
        title={`Waits for ${left === 1 ? 'an approval' : `${left} approvals`}; nothing was changed yet`}
        className="rk-banner"
        actionLinks={
          <>
            <AlertActionLink onClick={() => wish('approve')}>Approve</AlertActionLink>
            <AlertActionLink onClick={() => wish('reject')}>Reject</AlertActionLink>
          </>
        }
      >
        {restore.requestedBy.who} asked for it ({restore.requestedBy.why || 'without a reason'}).
        {restore.approval.given.length > 0 && ` Approved so far by ${restore.approval.given.map((given) => given.who).join(', ')}.`} Read the plan preview, then
        decide.
      </Alert>
    );
  }
  if (restore.hold) {
    const failed = restore.hold.reason === 'STAGE_FAILED';
    return (
      <Alert
        isInline
        variant={failed ? 'danger' : 'warning'}
        title={HELD[restore.hold.reason]}
        className="rk-banner"
        actionLinks={
          <>
            {!failed && <AlertActionLink onClick={() => wish('resume')}>Resume</AlertActionLink>}
            <AlertActionLink onClick={() => wish('cancel')}>Cancel restore</AlertActionLink>
          </>
        }
      >
        {restore.hold.detail} Next reminder {moment(restore.hold.nextReminder)}.
      </Alert>
    );
  }
  const end = restore.state === 'VERIFYING' ? restore.waits.find((wait) => !wait.stage) : undefined;
  if (end) {
    return (
      <Alert isInline variant="info" title={`Waits for ${end.reason}`} className="rk-banner">
        Until {moment(end.until)}; after that a person is asked whether it may end all the same.
      </Alert>
    );
  }
  if (restore.held.length > 0) {
    return (
      <Alert isInline variant="danger" title="The restore ended and left something held" className="rk-banner">
        {restore.held.map((held) => (
          <p key={held.stage}>
            {held.what} Release it with <code>{held.release}</code>
          </p>
        ))}
      </Alert>
    );
  }
  return restore.reason && restore.state !== 'SUCCEEDED' ? (
    <Alert isInline variant={restore.state === 'FAILED' ? 'danger' : 'info'} title={restore.reason} className="rk-banner" />
  ) : null;
}

const HELD = {
  STAGE_FAILED: 'Held: a stage failed, and a person must decide',
  FINDINGS: 'Held: checks found something that blocks',
  OPERATOR: 'Held by a person',
  BREAKPOINT: 'Held before a stage, as the start asked for',
  ALERT_FIRES: 'Held: all is proven, and yet its alert fires',
};

const PRIMARY: WishName[] = ['approve', 'resume'];

function Actions({ restore, wish }: { restore: Restore; wish: (name: WishName) => void }) {
  const [open, setOpen] = useState(false);
  const { may } = useAccess();
  const wishes = possible(restore).filter((name) => may(restore.application, name));
  const primary = wishes.find((name) => PRIMARY.includes(name));
  if (wishes.length === 0) {
    return null;
  }
  return (
    <>
      {primary && <Button onClick={() => wish(primary)}>{WISHES[primary].verb}</Button>}
      <Dropdown
        isOpen={open}
        onOpenChange={setOpen}
        onSelect={() => setOpen(false)}
        popperProps={{ position: 'right' }}
        toggle={(ref) => (
          <MenuToggle ref={ref} onClick={() => setOpen(!open)} isExpanded={open} variant={primary ? 'secondary' : 'primary'}>
            Actions
          </MenuToggle>
        )}
      >
        <DropdownList>
          {wishes.map((name) => (
            <DropdownItem key={name} onClick={() => wish(name)} isDanger={WISHES[name].danger} description={WISHES[name].does.split('. ')[0]}>
              {WISHES[name].verb}
            </DropdownItem>
          ))}
        </DropdownList>
      </Dropdown>
    </>
  );
}
