package dev.rekindle.worker.db.testing;

import dev.rekindle.worker.db.importer.input.DumpSource;
import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.kit.artifact.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** A compressed dump in memory. */
public record DumpBytes(byte[] gzip) implements DumpSource {

  public static DumpBytes of(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DumpBytes(out.toByteArray());
  }

  public static DumpBytes of(String plain) {
    return of(plain.getBytes(StandardCharsets.UTF_8));
  }

  public String sha256() {
    return Digests.sha256(gzip);
  }

  @Override
  public DumpStream open() throws IOException {
    return DumpStream.decompress(new ByteArrayInputStream(gzip), gzip.length, () -> 0, () -> {});
  }
}
