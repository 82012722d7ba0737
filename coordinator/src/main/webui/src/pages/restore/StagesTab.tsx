import { Drawer, DrawerContent, DrawerContentBody } from '@patternfly/react-core/dist/esm/components/Drawer';
import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core/dist/esm/components/ToggleGroup';
import ListIcon from '@patternfly/react-icons/dist/esm/icons/list-icon';
import TopologyIcon from '@patternfly/react-icons/dist/esm/icons/topology-icon';
import { Spinner } from '@patternfly/react-core/dist/esm/components/Spinner';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Restore } from '../../api/types';
import type { Folded } from '../../logic/attempts';
import type { Intent } from '../../parts/WishDialog';
import { StageList } from './StageList';
import { StagePanel } from './StagePanel';

const StageGraph = lazy(() => import('../../graph/StageGraph'));

interface Props {
  restore: Restore;
  history: Folded;
  now: number;
  act: (intent: Intent) => void;
}

/** All stages, as a graph or as a list, and one of them in the drawer. */
export function StagesTab({ restore, history, now, act }: Props) {
  const [search, setSearch] = useSearchParams();
  const [view, setView] = useState<'graph' | 'list'>(window.innerWidth < 768 ? 'list' : 'graph');
  const selected = restore.stages.find((stage) => stage.id === search.get('stage'));
  const select = useCallback(
    (id: string | null) => setSearch(id === null ? {} : { stage: id }, { replace: true }),
    [setSearch],
  );
  return (
    <Drawer isExpanded={selected !== undefined} isInline className="rk-drawer">
      <DrawerContent
        panelContent={
          selected && (
            <StagePanel
              restore={restore}
              stage={selected}
              history={history.stages[selected.id]}
              now={now}
              close={() => select(null)}
              act={act}
              select={select}
            />
          )
        }
      >
        <DrawerContentBody className="rk-stages">
          <div className="rk-stages-bar">
            <ToggleGroup aria-label="How stages are shown">
              <ToggleGroupItem icon={<TopologyIcon />} text="Graph" isSelected={view === 'graph'} onChange={() => setView('graph')} buttonId="view-graph" />
              <ToggleGroupItem icon={<ListIcon />} text="List" isSelected={view === 'list'} onChange={() => setView('list')} buttonId="view-list" />
            </ToggleGroup>
          </div>
          {view === 'graph' ? (
            <Suspense fallback={<Spinner className="rk-page-spinner" aria-label="Drawing the graph" />}>
              <StageGraph stages={restore.stages} selected={selected?.id ?? null} select={select} />
            </Suspense>
          ) : (
            <StageList stages={restore.stages} selected={selected?.id ?? null} select={select} now={now} />
          )}
        </DrawerContentBody>
      </DrawerContent>
    </Drawer>
  );
}
