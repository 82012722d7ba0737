import { observer } from '@patternfly/react-topology/dist/esm/mobx-exports';
import type { Edge } from '@patternfly/react-topology/dist/esm/types';
import { curve, NODE } from '../logic/layout';

/** The line between two stages; solid once the first is through. */
export const Link = observer(function Link({ element }: { element: Edge }) {
  const from = element.getSource().getBounds();
  const to = element.getTarget().getBounds();
  const path = curve({ x: from.x + NODE.width, y: from.y + NODE.height / 2 }, { x: to.x, y: to.y + NODE.height / 2 });
  return <path d={path} className={element.getData() ? 'rk-edge rk-edge-through' : 'rk-edge'} aria-hidden="true" />;
});
