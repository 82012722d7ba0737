package dev.rekindle.system.stack;

import java.nio.file.Path;

/** The folder named as an installation's holds something else. */
public final class ForeignFolder extends RuntimeException {

  private static final long serialVersionUID = 1;

  ForeignFolder(Path folder, String mark) {
    super(
        folder
            + " holds files and is no installation of Rekindle (it has no "
            + mark
            + "), so it is left as it is; name an empty or a new folder with --home or"
            + " REKINDLE_HOME, or, if an earlier version made it, remove it yourself");
  }
}
