package dev.rekindle.worker.redis.rdb;

import java.util.Iterator;

/**
 * The elements of a collection that Redis keeps as one blob. Each {@code next} answers the element
 * as a client would see it. {@link IndexOutOfBoundsException} and {@link IllegalArgumentException}
 * tell that the blob is damaged.
 */
interface Packed extends Iterator<byte[]> {

  /** A zipped list of Redis up to 6.2 (ziplist.c). */
  static Packed ziplist(byte[] blob) {
    return new Ziplist(blob);
  }

  /** A listpack (listpack.c). */
  static Listpack listpack(byte[] blob) {
    return new Listpack(blob);
  }

  /** A set of integers (intset.c). */
  static Packed intset(byte[] blob) {
    return new Intset(blob);
  }

  /** Fields and values of a small hash of Redis before 2.6 (zipmap.c). */
  static Packed zipmap(byte[] blob) {
    return new Zipmap(blob);
  }
}
