import type { GraphElement } from '@patternfly/react-topology/dist/esm/types';
import { createContext } from 'react';

/** What nodes need of the graph they are in. */
export interface GraphActions {
  selected: string | null;
  select: (id: string) => void;
  selectable: boolean;
  /** The stage that an arrow key leads to. */
  move: (from: string, key: string) => string | undefined;
  reveal: (element: GraphElement) => void;
}

export const GraphContext = createContext<GraphActions>({
  selected: null,
  select: () => undefined,
  selectable: false,
  move: () => undefined,
  reveal: () => undefined,
});
