package dev.rekindle.crash;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * SIGKILL to oneself, from the very thread: {@code kill(2)} with the own pid. No other process is
 * needed, so nothing goes on meanwhile, and neither hooks nor buffers are seen to.
 */
final class Death {

  private static final int SIGKILL = 9;
  private static volatile @Nullable MethodHandle kill;

  private Death() {}

  /** Links the call, which takes too long at the moment itself. */
  @SuppressWarnings("restricted")
  static void prepare() {
    Linker linker = Linker.nativeLinker();
    kill =
        linker.downcallHandle(
            linker.defaultLookup().find("kill").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  static void now() {
    MethodHandle call = kill;
    if (call == null) {
      throw new IllegalStateException("Not prepared");
    }
    try {
      int answer = (int) call.invokeExact((int) ProcessHandle.current().pid(), SIGKILL);
      throw new IllegalStateException("kill answered " + answer);
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
