package dev.rekindle.sandbox.fingerprint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an installation held at one moment.
 *
 * @param takenAt epoch milliseconds
 * @param stores by store name: what the store holds, by item. An item of a database is {@code table
 *     x rows}, {@code table x content}, {@code table x definition}, {@code trigger x} and so on; of
 *     Redis {@code <database>/<key>} with type, digest and absolute expiry; of files the path
 */
public record Fingerprint(long takenAt, SortedMap<String, SortedMap<String, String>> stores) {

  /** Store names. */
  public static final String SYSTEM_DATABASE = "system-database";

  public static final String ZYNC_DATABASE = "zync-database";
  public static final String BACKEND_REDIS = "backend-redis";
  public static final String SYSTEM_REDIS = "system-redis";
  public static final String STORAGE = "system-storage";
  public static final String OBJECTS = "objects";

  /** All of them: a comparison that leaves one out proves nothing about it. */
  public static final Set<String> STORES =
      Set.of(SYSTEM_DATABASE, ZYNC_DATABASE, BACKEND_REDIS, SYSTEM_REDIS, STORAGE, OBJECTS);

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Items of one store; empty when the store could not be read. */
  public SortedMap<String, String> store(String name) {
    return stores.getOrDefault(name, new TreeMap<>());
  }

  /** How many things are fingerprinted. */
  public long size() {
    return stores.values().stream().mapToLong(Map::size).sum();
  }

  /** Writes JSON; readers never see half a file. */
  public void write(Path file) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      JSON.writeValue(fresh.toFile(), this);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the fingerprint to " + file, e);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Fingerprint read(Path file) {
    try {
      return JSON.readValue(file.toFile(), Fingerprint.class);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the fingerprint " + file, e);
    }
  }
}
