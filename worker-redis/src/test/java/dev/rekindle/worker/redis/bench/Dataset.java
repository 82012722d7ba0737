package dev.rekindle.worker.redis.bench;

import dev.rekindle.worker.redis.server.RespConnection;
import dev.rekindle.worker.redis.testing.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A snapshot shaped like that of 3scale's backend-redis: nine of ten keys are counters of usage,
 * the rest applications, their sets, events and queues; one of twenty expires.
 */
final class Dataset {

  /** One call makes so many keys, so that no script runs for long. */
  private static final int STEP = 50_000;

  private static final String FILL =
      """
      local from, to = tonumber(ARGV[1]), tonumber(ARGV[2])
      for n = from, to - 1 do
        local kind = n % 40
        local service = n % 97
        if kind < 34 then
          redis.call('SET', 'stats/{service:' .. service .. '}/cinstance:' .. n ..
            '/metric:2555418/hour:20261122' .. (n % 24), n * 7)
        elseif kind < 36 then
          redis.call('SET', 'stats/{service:' .. service .. '}/metric:' .. n .. '/minute:2026', n)
          redis.call('PEXPIREAT', 'stats/{service:' .. service .. '}/metric:' .. n ..
            '/minute:2026', 4102444800000 + n)
        elseif kind == 36 then
          redis.call('SET', 'application/service_id:' .. service .. '/id:' .. n .. '/state', 'live')
        elseif kind == 37 then
          redis.call('HSET', 'service_token/token:' .. n .. '/service_id:' .. service,
            'permissions', '', 'created', n, 'text', string.rep('abc', n % 30))
        elseif kind == 38 then
          redis.call('SADD', 'service_id:' .. service .. '/applications:' .. n, n, n + 1, 'a' .. n)
        else
          redis.call('RPUSH', 'errors/service_id:' .. service .. ':' .. n,
            '{"class":"Error","n":' .. n .. '}', 'second')
          redis.call('ZADD', 'events/queue:' .. n, n, '{"id":' .. n .. '}')
        end
      end
      return to
      """;

  private Dataset() {}

  /** Writes a snapshot of about so many keys. */
  static Path make(Path binary, Path folder, long keys) throws IOException {
    Files.createDirectories(folder);
    try (RedisProcess server = RedisProcess.start(binary, folder, RedisProcess.PLAIN);
        RespConnection redis = server.connect()) {
      // A fortieth of the steps makes two keys.
      long steps = keys * 40 / 41;
      for (long from = 0; from < steps; from += STEP) {
        String to = Long.toString(Math.min(steps, from + STEP));
        redis.ask("EVAL", FILL, "0", Long.toString(from), to);
      }
      redis.ask("SAVE");
    }
    return folder.resolve("dump.rdb");
  }
}
