package dev.rekindle.worker.redis.rdb;

import java.io.IOException;
import java.util.Map;

/** Takes every value apart and tells its elements. */
final class DecodedKeys implements KeyReading {

  private final RdbInput in;
  private final ValueReader values;
  private final RdbVisitor visitor;

  DecodedKeys(RdbInput in, RdbVisitor visitor) {
    this.in = in;
    this.values = new ValueReader(in);
    this.visitor = visitor;
  }

  @Override
  public void header(int version, Map<String, String> aux) {
    values.format(version);
    visitor.header(version, aux);
  }

  @Override
  public byte[] key(int type, int database, long expiry) throws IOException {
    ValueKind kind = values.kind(type);
    byte[] name = in.string();
    values.read(type, visitor.key(database, name, kind, expiry));
    return name;
  }

  @Override
  public void function() throws IOException {
    in.skipString();
  }

  @Override
  public void progress(long bytes) {
    visitor.progress(bytes);
  }
}
