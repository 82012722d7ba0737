import { Alert } from '@patternfly/react-core/dist/esm/components/Alert';
import { useSyncExternalStore } from 'react';

/** Whether the coordinator answered the last time somebody asked. */
class Reachability {
  private reachable = true;
  private readonly listeners = new Set<() => void>();

  set(reachable: boolean): void {
    if (this.reachable !== reachable) {
      this.reachable = reachable;
      this.listeners.forEach((listener) => listener());
    }
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly get = () => this.reachable;
}

export const reachability = new Reachability();

/** Says on every page when the coordinator is away, and that this does not stop a restore. */
export function ReachabilityAlert() {
  const reachable = useSyncExternalStore(reachability.subscribe, reachability.get);
  return (
    <div aria-live="polite">
      {!reachable && (
        <Alert isInline variant="warning" title="The coordinator does not answer" className="rk-banner">
          What you see may be old. Running stages go on in the workers; this page catches up by itself.
        </Alert>
      )}
    </div>
  );
}
