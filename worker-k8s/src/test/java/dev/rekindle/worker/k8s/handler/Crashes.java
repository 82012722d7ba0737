package dev.rekindle.worker.k8s.handler;

import dev.rekindle.worker.k8s.target.Application;
import dev.rekindle.worker.k8s.target.Applications;
import dev.rekindle.worker.k8s.target.Edge;
import dev.rekindle.worker.k8s.target.Fence;
import dev.rekindle.worker.k8s.target.Jobs;
import dev.rekindle.worker.k8s.target.Objects;
import dev.rekindle.worker.k8s.target.Volumes;
import dev.rekindle.worker.k8s.target.Workloads;
import dev.rekindle.worker.kit.stage.Attempt;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Counts the calls to a target and ends the process, as it were, before or after one of them. */
final class Crashes implements Applications {

  /** The process is gone: nothing may catch this. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Applications real;
  private final int at;
  private final boolean after;
  private int calls;

  /**
   * @param at number of the call, from 1; 0 never
   * @param after whether the call still takes effect
   */
  Crashes(Applications real, int at, boolean after) {
    this.real = real;
    this.at = at;
    this.after = after;
  }

  int calls() {
    return calls;
  }

  @Override
  public Application open(Attempt attempt) {
    Application application = real.open(attempt);
    return new Application(
        counted(Workloads.class, application.workloads()),
        counted(Objects.class, application.objects()),
        counted(Jobs.class, application.jobs()),
        counted(Fence.class, application.fence()),
        counted(Edge.class, application.edge()),
        counted(Volumes.class, application.volumes()));
  }

  private <T> T counted(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              calls++;
              if (calls == at && !after) {
                throw new Crash();
              }
              Object answer;
              try {
                answer = method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (calls == at) {
                throw new Crash();
              }
              return answer instanceof Volumes.Volume volume && target instanceof Volumes
                  ? counted(Volumes.Volume.class, volume)
                  : answer;
            }));
  }
}
