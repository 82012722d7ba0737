package dev.rekindle.worker.redis.testing;

import dev.rekindle.worker.redis.server.RespConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Fills a server with every type, in every encoding, with and without expiry. */
public final class Samples {

  private final RespConnection redis;
  private final Random random = new Random(7);

  private Samples(RespConnection redis) {
    this.redis = redis;
  }

  public static void fill(RedisProcess server) throws IOException {
    try (RespConnection redis = server.connect()) {
      new Samples(redis).all();
    }
  }

  private void all() throws IOException {
    strings();
    lists();
    sets();
    hashes();
    sortedSets();
    streams();
    for (int db = 1; db < 16; db++) {
      redis.ask("SELECT", "" + db);
      redis.ask("SET", "in:" + db, "value " + db);
      redis.ask("RPUSH", "queue:" + db, "a", "b", "c");
    }
    redis.ask("SELECT", "0");
  }

  private void strings() throws IOException {
    redis.ask("SET", "stats/{service:1}/metric:2/hour:2026112209", "17");
    redis.ask("SET", "big number", "9223372036854775807");
    redis.ask("SET", "negative", "-129");
    redis.ask("SET", "emoji \uD83D\uDD25 key", "it's \"quoted\" \uD83D\uDE80");
    redis.ask("SET", "compressible", "abc".repeat(40_000));
    redis.ask("SET", "empty", "");
    byte[] noise = new byte[3_000_000];
    random.nextBytes(noise);
    redis.ask(List.of(ascii("SET"), ascii("noise"), noise));
    redis.ask("SET", "expires late", "x", "PX", "86400000");
    redis.ask("SET", "liveness-probe", "now");
    List<List<byte[]>> many = new ArrayList<>();
    for (int n = 0; n < 5000; n++) {
      many.add(List.of(ascii("SET"), ascii("many:" + n), ascii("" + n * n)));
    }
    redis.askAll(many);
  }

  private void lists() throws IOException {
    redis.ask(
        "RPUSH", "list:small", "1", "-5000", "70000", "5000000000", "text", "", "x".repeat(80));
    for (int n = 0; n < 300; n++) {
      redis.ask("RPUSH", "list:nodes", "element " + n + " " + "y".repeat(n));
    }
    redis.ask("RPUSH", "list:plain", "z".repeat(100_000), "after");
  }

  private void sets() throws IOException {
    redis.ask("SADD", "set:ints", "1", "2", "-3");
    redis.ask("SADD", "set:ints32", "1", "70000");
    redis.ask("SADD", "set:ints64", "1", "5000000000");
    redis.ask("SADD", "set:texts", "a", "b", "17");
    for (int n = 0; n < 600; n++) {
      redis.ask("SADD", "set:table", "member " + n);
    }
  }

  private void hashes() throws IOException {
    redis.ask("HSET", "hash:small", "f", "v", "n", "12", "long", "w".repeat(60));
    for (int n = 0; n < 600; n++) {
      redis.ask("HSET", "hash:table", "field " + n, "value " + n);
    }
    redis.ask("EXPIRE", "hash:small", "86400");
  }

  private void sortedSets() throws IOException {
    redis.ask("ZADD", "zset:small", "1", "one", "-2.5", "two", "inf", "top", "1e21", "big");
    redis.ask("ZADD", "zset:small", "0", "zero", "0.1", "tenth", "-inf", "bottom");
    for (int n = 0; n < 200; n++) {
      redis.ask("ZADD", "zset:table", "" + n * 0.37, "member " + n);
    }
  }

  private void streams() throws IOException {
    for (int n = 0; n < 150; n++) {
      redis.ask("XADD", "stream", (n + 1) + "-1", "field", "value " + n, "n", "" + n);
    }
    redis.ask("XADD", "stream", "900-1", "other", "fields");
    redis.ask("XDEL", "stream", "5-1", "120-1");
    redis.ask("XGROUP", "CREATE", "stream", "workers", "0");
    redis.ask("XREADGROUP", "GROUP", "workers", "ann", "COUNT", "3", "STREAMS", "stream", ">");
    redis.ask("XREADGROUP", "GROUP", "workers", "bob", "COUNT", "2", "STREAMS", "stream", ">");
    redis.ask("XACK", "stream", "workers", "2-1");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
