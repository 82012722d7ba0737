package dev.rekindle.worker.redis.site;

import dev.rekindle.contract.stage.RedisTarget;
import dev.rekindle.worker.kit.stage.Attempt;

/** Finds the site of a target. */
public interface RedisSites {

  RedisSite of(RedisTarget target, Attempt attempt);
}
