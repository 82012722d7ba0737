package dev.rekindle.worker.db.command;

import dev.rekindle.worker.db.importer.input.DumpStream;
import dev.rekindle.worker.db.importer.mysql.MySqlDialect;
import dev.rekindle.worker.db.importer.plan.Claim;
import dev.rekindle.worker.db.importer.plan.Fingerprint;
import dev.rekindle.worker.db.importer.postgres.PostgresDialect;
import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.DatabaseProblem;
import dev.rekindle.worker.db.importer.target.DatabaseServer;
import dev.rekindle.worker.db.importer.target.ImportOrder;
import dev.rekindle.worker.db.importer.target.ImportOrder.Owners;
import dev.rekindle.worker.db.importer.target.ImportResult;
import dev.rekindle.worker.db.importer.target.ImportWatch;
import dev.rekindle.worker.db.importer.target.TargetSuperseded;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Imports one dump into one database. Says how far it is whenever another hundredth of the file is
 * read; ends with status 0 and a line of figures, or with status 1 and a reason. The password is
 * the environment's {@code REKINDLE_PASSWORD}.
 */
public final class ImportProgram {

  private static final String USAGE =
      """
      Usage: ImportProgram --engine mysql|postgresql --port N --database NAME --user NAME --dump FILE
               [--host NAME] [--token N] [--connections N] [--chunk-bytes N] [--identity TEXT]
               [--owners keep|importer]

      Replaces the content of a database by a dump (gzip, zstd or plain). The password is read from
      the variable REKINDLE_PASSWORD. Called again after it died, it goes on where it was; give a higher
      --token then. --identity tells dumps apart (default: name and size of the file). With --owners importer everything
      belongs to the user that imports, whatever the dump says (DEFINER, OWNER TO).
      """;

  private ImportProgram() {}

  /** Runs the program. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    try {
      Map<String, String> options = options(arguments);
      if (options.containsKey("help")) {
        out.print(USAGE);
        return 0;
      }
      load(options, out);
      return 0;
    } catch (IllegalArgumentException e) {
      err.println("import: " + e.getMessage());
      err.print(USAGE);
      return 2;
    } catch (DatabaseProblem problem) {
      err.println("import: " + problem.code() + ": " + problem.detail());
      return 1;
    } catch (TargetSuperseded e) {
      err.println("import: superseded, the target has seen token " + e.seen());
      return 1;
    } catch (IOException e) {
      err.println("import: cannot read the dump: " + e);
      return 1;
    }
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (!name.startsWith("--")) {
        throw new IllegalArgumentException("what is '" + name + "'?");
      }
      if (name.equals("--help")) {
        return Map.of("help", "");
      }
      if (++i == arguments.length) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      options.put(name.substring(2), arguments[i]);
    }
    return options;
  }

  private static String needed(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  private static void load(Map<String, String> options, PrintStream out) throws IOException {
    long began = System.nanoTime();
    Path file = Path.of(needed(options, "dump"));
    long size = Files.size(file);
    String database = needed(options, "database");
    long token = Long.parseLong(options.getOrDefault("token", "1"));
    ImportOrder order =
        new ImportOrder(
            new DatabaseAddress(
                options.getOrDefault("host", "127.0.0.1"),
                Integer.parseInt(needed(options, "port")),
                database,
                needed(options, "user"),
                System.getenv().getOrDefault("REKINDLE_PASSWORD", "")),
            new Claim(database, "program", "import", Math.toIntExact(token), token),
            () -> open(file, size),
            digest(options.getOrDefault("identity", file.getFileName() + ":" + size)),
            List.of(),
            owners(options.getOrDefault("owners", "keep")),
            Integer.parseInt(
                options.getOrDefault("chunk-bytes", String.valueOf(ImportOrder.CHUNK_BYTES))),
            Integer.parseInt(options.getOrDefault("connections", "0")));
    Telling watch = new Telling(out);
    ImportResult result = server(needed(options, "engine")).load(order, watch);
    out.printf(
        Locale.ROOT,
        "imported rows=%d tables=%d resumed=%b seconds=%.2f ledger_ms=%d peak_heap_mb=%d fingerprint=%s%n",
        result.rows().values().stream().mapToLong(Long::longValue).sum(),
        result.rows().size(),
        result.resumed(),
        (System.nanoTime() - began) / 1e9,
        watch.bookkeeping.sum() / 1_000_000,
        peakHeapMegabytes(),
        result.fingerprint());
  }

  private static DatabaseServer server(String engine) {
    return switch (engine) {
      case "mysql" -> new DatabaseServer(new MySqlDialect());
      case "postgresql" -> new DatabaseServer(new PostgresDialect());
      default -> throw new IllegalArgumentException("--engine is mysql or postgresql");
    };
  }

  private static Owners owners(String name) {
    return switch (name) {
      case "keep" -> Owners.AS_DUMPED;
      case "importer" -> Owners.IMPORTER;
      default -> throw new IllegalArgumentException("--owners is keep or importer");
    };
  }

  private static String digest(String identity) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(identity);
    return fingerprint.hex();
  }

  private static DumpStream open(Path file, long size) throws IOException {
    AtomicLong position = new AtomicLong();
    return DumpStream.decompress(
        new Counting(Files.newInputStream(file), position), size, position::get, () -> {});
  }

  /** Tells how far it is, and adds up what fence and ledger cost. */
  private static final class Telling implements ImportWatch {

    private final PrintStream out;
    private final LongAdder bookkeeping = new LongAdder();
    private String last = "";

    Telling(PrintStream out) {
      this.out = out;
    }

    @Override
    public void at(String step, DumpStream stream) {
      String now = step + " " + stream.position() * 100 / Math.max(1, stream.total()) + "%";
      if (!now.equals(last)) {
        last = now;
        out.println(now);
      }
    }

    @Override
    public void bookkept(long nanos) {
      bookkeeping.add(nanos);
    }
  }

  private static long peakHeapMegabytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum()
        >> 20;
  }

  /** Counts the bytes that were read. */
  private static final class Counting extends java.io.FilterInputStream {

    private final AtomicLong position;

    Counting(InputStream in, AtomicLong position) {
      super(in);
      this.position = position;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      position.addAndGet(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      position.addAndGet(Math.max(0, count));
      return count;
    }
  }
}
