package dev.rekindle.sandbox.fingerprint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.Tuple;

/** Reads every key of a server into {@code <database>/<key>}: type, value, absolute expiry. */
final class RedisReading {

  private static final int DATABASES = 2;

  /** How long an answer may take that a time is computed from; well within the tolerance. */
  private static final long PROMPT_MS = 50;

  private static final int TRIES = 20;

  private final Jedis jedis;

  private RedisReading(Jedis jedis) {
    this.jedis = jedis;
  }

  static SortedMap<String, String> read(Jedis jedis) {
    SortedMap<String, String> items = new TreeMap<>();
    RedisReading reading = new RedisReading(jedis);
    for (int database = 0; database < DATABASES; database++) {
      jedis.select(database);
      for (byte[] key : reading.keys()) {
        String value = reading.value(key);
        if (!value.isEmpty()) {
          items.put(database + "/" + printable(key), value);
        }
      }
    }
    jedis.select(0);
    return items;
  }

  private List<byte[]> keys() {
    List<byte[]> keys = new ArrayList<>();
    byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
    do {
      ScanResult<byte[]> page = jedis.scan(cursor, new ScanParams().count(2_000));
      keys.addAll(page.getResult());
      cursor = page.getCursorAsBytes();
    } while (!Arrays.equals(cursor, ScanParams.SCAN_POINTER_START_BINARY));
    return keys;
  }

  /** Empty when the key went away meanwhile. */
  private String value(byte[] key) {
    long asked = System.currentTimeMillis();
    long ttl = jedis.pttl(key);
    // On a busy machine the answer may be old when it is read.
    for (int i = 0; i < TRIES && System.currentTimeMillis() - asked > PROMPT_MS; i++) {
      asked = System.currentTimeMillis();
      ttl = jedis.pttl(key);
    }
    long expiry = ttl < 0 ? 0 : asked + ttl;
    String type = jedis.type(key);
    if (ttl == -2 || type.equals("none")) {
      return "";
    }
    return new RedisValue(type, content(type, key), expiry).toString();
  }

  private String content(String type, byte[] key) {
    ContentDigest digest = new ContentDigest();
    switch (type) {
      case "string" -> {
        return text(jedis.get(key));
      }
      case "set" -> jedis.smembers(key).forEach(member -> digest.field(member).endRow());
      case "hash" ->
          jedis.hgetAll(key).forEach((field, value) -> digest.field(field).field(value).endRow());
      case "zset" -> {
        for (Tuple tuple : jedis.zrangeWithScores(key, 0, -1)) {
          digest.field(tuple.getBinaryElement()).field(Double.toString(tuple.getScore())).endRow();
        }
      }
      case "list" -> {
        int index = 0;
        for (byte[] element : jedis.lrange(key, 0, -1)) {
          digest.field(Integer.toString(index)).field(element).endRow();
          index++;
        }
      }
      default -> digest.field(jedis.dump(key)).endRow();
    }
    return digest.rows() + "x" + digest.hex();
  }

  /** Numbers stay readable, so that a raised counter can be told from a changed one. */
  private static String text(byte[] value) {
    String text = new String(value, StandardCharsets.ISO_8859_1);
    return text.matches("\\d{1,18}") ? "=" + text : ContentDigest.of(value);
  }

  private static String printable(byte[] key) {
    StringBuilder text = new StringBuilder(key.length);
    for (byte b : key) {
      if (b >= ' ' && b < 127 && b != '\\') {
        text.append((char) b);
      } else {
        text.append("\\x%02x".formatted(b & 0xff));
      }
    }
    return text.toString();
  }
}
