package dev.rekindle.worker.k8s.handler;

import dev.rekindle.contract.backup.FileListing;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.worker.k8s.target.Volumes;
import dev.rekindle.worker.kit.stage.StageProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One claim in memory; every mount of it is the same. */
final class FakeVolume implements Volumes, Volumes.Volume {

  final Map<String, String> files = new TreeMap<>();
  boolean exists = true;
  int puts;

  @Override
  public boolean exists(String claim) {
    return exists;
  }

  @Override
  public Volume mount(String claim, boolean readOnly) {
    return this;
  }

  @Override
  public FileListing list() {
    List<FileListing.Entry> entries = new ArrayList<>();
    files.forEach((path, text) -> entries.add(entry(path, text)));
    return new FileListing(entries);
  }

  static FileListing.Entry entry(String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new FileListing.Entry(path, bytes.length, sha);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void put(FileListing.Entry file, Source source, Meter meter) {
    puts++;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in = source.open(0)) {
      in.transferTo(bytes);
    } catch (IOException e) {
      throw StageProblem.passing(ProblemCode.CONNECTION_LOST, "read", e);
    }
    meter.arrived(bytes.size());
    files.put(file.path(), bytes.toString(StandardCharsets.UTF_8));
  }

  @Override
  public FileListing.Entry get(String path, OutputStream to, Meter meter) {
    String text = files.get(path);
    try {
      to.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw StageProblem.passing(ProblemCode.CONNECTION_LOST, "write", e);
    }
    return entry(path, text);
  }

  @Override
  public void remove(Set<String> paths) {
    files.keySet().removeAll(paths);
  }

  @Override
  public void close() {}
}
