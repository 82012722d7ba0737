package dev.rekindle.worker.db.importer.input;

import java.io.IOException;

/** A dump that can be read from its beginning any number of times. */
public interface DumpSource {

  /** A stream at the beginning; an exception of the store when there is no such file. */
  DumpStream open() throws IOException;
}
