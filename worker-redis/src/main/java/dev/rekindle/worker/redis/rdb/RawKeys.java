package dev.rekindle.worker.redis.rdb;

import java.io.IOException;
import java.util.Map;

/** Hands every value on as the bytes it is written with. */
final class RawKeys implements KeyReading {

  private final RdbInput in;
  private final RawVisitor visitor;
  private final ValueSkipper values;
  private int version;

  RawKeys(RdbInput in, RawVisitor visitor) {
    this.in = in;
    this.visitor = visitor;
    this.values = new ValueSkipper(in);
  }

  @Override
  public void header(int seen, Map<String, String> aux) {
    version = seen;
    values.format(seen);
  }

  @Override
  public byte[] key(int type, int database, long expiry) throws IOException {
    byte[] name = in.string();
    in.startTape();
    values.skip(type);
    visitor.key(database, name, expiry, new RawValue(version, type, in.stopTape()));
    return name;
  }

  @Override
  public void function() throws IOException {
    visitor.function(in.string());
  }

  @Override
  public void progress(long bytes) {
    visitor.progress(bytes);
  }
}
