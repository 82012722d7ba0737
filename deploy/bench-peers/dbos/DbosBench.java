import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import dev.dbos.transact.workflow.WorkflowHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A chain of steps that do nothing in DBOS Transact, as 'bench engine' has it for Rekindle. The steps run in this process:
 * there is no hop to a worker.
 *
 * <p>Arguments: JDBC URL, user, steps, workflows one after the other, workflows at once. The password is PGPASSWORD.
 */
public class DbosBench {

  public interface Chain {
    long[] run(int steps);
  }

  public static class Steps implements Chain {
    private final DBOS dbos;

    public Steps(DBOS dbos) {
      this.dbos = dbos;
    }

    @Override
    @Workflow(name = "chain")
    public long[] run(int steps) {
      long[] ended = new long[steps];
      for (int i = 0; i < steps; i++) {
        dbos.runStep(() -> "nothing", "step-" + i);
        ended[i] = System.nanoTime();
      }
      return ended;
    }
  }

  public static void main(String[] args) throws Exception {
    DBOSConfig config =
        DBOSConfig.defaults("rekindle-bench")
            .withDatabaseUrl(args[0])
            .withDbUser(args[1])
            .withDbPassword(System.getenv().getOrDefault("PGPASSWORD", ""))
            .withDatabaseSchema("dbos_bench");
    int steps = Integer.parseInt(args[2]);
    int alone = Integer.parseInt(args[3]);
    int atOnce = Integer.parseInt(args[4]);
    try (DBOS dbos = new DBOS(config)) {
      Chain chain = dbos.registerProxy(Chain.class, new Steps(dbos));
      dbos.launch();
      for (int i = 0; i < 10; i++) {
        chain.run(steps);
      }
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < alone; i++) {
        long[] ended = chain.run(steps);
        for (int n = 1; n < steps; n++) {
          millis.add((ended[n] - ended[n - 1]) / 1e6);
        }
      }
      Collections.sort(millis);
      long began = System.nanoTime();
      List<WorkflowHandle<long[], RuntimeException>> handles = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        handles.add(dbos.startWorkflow(() -> chain.run(steps)));
      }
      for (WorkflowHandle<long[], RuntimeException> handle : handles) {
        handle.getResult();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "PEER name=dbos p50_ms=%.2f p99_ms=%.2f per_second=%.0f%n",
          millis.get(millis.size() / 2),
          millis.get((int) (millis.size() * 0.99)),
          atOnce == 0 ? 0 : atOnce * steps / seconds);
    }
  }
}
