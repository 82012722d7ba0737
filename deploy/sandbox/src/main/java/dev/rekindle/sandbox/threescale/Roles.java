package dev.rekindle.sandbox.threescale;

import dev.rekindle.sandbox.cluster.kubelet.ContainerContext;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import redis.clients.jedis.Jedis;

/** What each container of 3scale does, by its name. */
final class Roles {

  private static final Set<String> WAITS =
      Set.of("backend-redis-svc", "check-svc", "system-master-svc", "zync-db-svc");

  private final Surroundings around;

  Roles(Surroundings around) {
    this.around = around;
  }

  /** Whether the container only waits for another part before the real one starts. */
  static boolean isWait(String container) {
    return WAITS.contains(container);
  }

  /** Loops as the init containers do: a wrong order does not fail, it hangs. */
  int waitFor(ContainerContext context) throws InterruptedException {
    while (!there(context.container())) {
      Thread.sleep(300);
    }
    return 0;
  }

  private boolean there(String container) throws InterruptedException {
    try {
      return switch (container) {
        case "backend-redis-svc" -> redisAnswers(true);
        case "check-svc" -> redisAnswers(false) && master();
        case "zync-db-svc" -> zyncAnswers();
        default -> master();
      };
    } catch (RuntimeException | SQLException e) {
      return false;
    }
  }

  private boolean redisAnswers(boolean backend) {
    try (Jedis jedis = backend ? around.stores().backendRedis() : around.stores().systemRedis()) {
      return "PONG".equals(jedis.ping());
    }
  }

  private boolean zyncAnswers() throws SQLException {
    try (Connection connection = around.stores().zyncDatabase()) {
      return connection.isValid(2);
    }
  }

  private boolean master() throws InterruptedException {
    var address = around.api().address("system-app");
    return address.isPresent()
        && Web.ask("GET", "http://" + address.get() + ":3002/status", "", "").status() == 200;
  }

  /** Plays the container until it is interrupted. */
  int play(ContainerContext context) throws Exception {
    String ip = context.podIp();
    return switch (context.container()) {
      case "system-master" -> {
        try (Web web = new Web(ip, 3002).fine("/check.txt")) {
          web.page("/status", (query, body, authorization) -> status());
          yield Web.untilStopped();
        }
      }
      case "system-provider" -> new SystemWriters(around).provider(ip);
      case "system-developer" -> serve(ip, 3001, "/check.txt");
      case "system-sidekiq" -> new SystemWriters(around).sidekiq(context);
      case "backend-listener" -> new BackendWriters(around).listener(ip);
      case "backend-worker" -> new BackendWriters(around).worker();
      case "backend-cron" -> new BackendWriters(around).cron();
      case "zync" -> new Zync(around).web(context);
      case "que" -> new Zync(around).que(ip);
      case "apicast-staging", "apicast-production" -> gateway(ip);
      case "memcache" -> listen(ip, 11211);
      case "system-searchd" -> listen(ip, 9306);
      case "manager" -> new Operator(around).run();
      default -> Web.untilStopped();
    };
  }

  private Web.Reply status() throws SQLException {
    try (Connection system = around.stores().systemDatabase();
        Statement statement = system.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM accounts WHERE master = 1")) {
      rows.next();
      boolean good = rows.getInt(1) == 1 && redisAnswers(false);
      return new Web.Reply(good ? 200 : 503, "{\"status\":" + good + "}");
    }
  }

  private static int serve(String ip, int port, String... paths) throws Exception {
    try (Web web = new Web(ip, port)) {
      web.fine(paths);
      return Web.untilStopped();
    }
  }

  private static int gateway(String ip) throws Exception {
    try (Web gateway = new Web(ip, 8080)) {
      gateway.fine("/");
      return serve(ip, 8090, "/status/ready", "/status/live");
    }
  }

  private static int listen(String ip, int port) throws Exception {
    try (ServerSocket socket = new ServerSocket(port, 16, InetAddress.getByName(ip))) {
      while (!socket.isClosed()) {
        socket.accept().close();
      }
      return 0;
    }
  }
}
