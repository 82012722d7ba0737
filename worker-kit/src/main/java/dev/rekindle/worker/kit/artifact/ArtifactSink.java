package dev.rekindle.worker.kit.artifact;

import dev.rekindle.worker.kit.artifact.ArtifactStore.Written;
import java.io.OutputStream;

/**
 * A file that is being written. Closing without {@link #commit} throws it away. A failed write
 * throws a {@code StageProblem}, SPACE_SHORT when the room is used up.
 */
public abstract class ArtifactSink extends OutputStream {

  /** Bytes written so far. */
  public abstract long bytes();

  /** Makes the file visible, whole, under its name; on disk when this returns. */
  public abstract Written commit();

  @Override
  public abstract void close();
}
