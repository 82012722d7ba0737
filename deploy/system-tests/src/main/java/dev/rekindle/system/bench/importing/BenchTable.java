package dev.rekindle.system.bench.importing;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One table of the made-up dump.
 *
 * @param share of the dump's bytes, in hundredths
 * @param words how many words its text has
 * @param parent the table its foreign key points to; empty for none
 */
record BenchTable(String name, int share, int words, String parent) {

  /** Five tables, one of 60 %. */
  static final List<BenchTable> ALL =
      List.of(
          new BenchTable("account", 5, 4, ""),
          new BenchTable("event", 60, 14, "account"),
          new BenchTable("invoice", 15, 10, "account"),
          new BenchTable("message", 15, 40, "account"),
          new BenchTable("tag", 5, 2, ""));

  /** Accounts that rows of other tables point to; the first so many always exist. */
  static final int PARENTS = 1000;

  private static final String[] WORDS = {
    "amber", "basalt", "cobalt", "drift", "ember", "fjord", "gravel", "harbour", "island",
    "juniper", "kestrel", "lantern", "meadow", "nimbus", "ochre", "prairie", "quartz", "river",
    "saffron", "timber", "umber", "velvet", "willow", "xenon", "yarrow", "zephyr", "größe", "naïve"
  };

  /** A row: id, owner, kind, amount, moment, code, text; the text and the code are texts. */
  record Row(
      long id, int owner, int kind, String amount, String moment, String code, String text) {}

  Row row(long id, SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    return new Row(
        id,
        1 + random.nextInt(PARENTS),
        random.nextInt(12),
        random.nextInt(100_000) + "." + (10 + random.nextInt(90)),
        "2025-%02d-%02d %02d:%02d:%02d"
            .formatted(
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60)),
        Long.toHexString(random.nextLong() | 1L << 63),
        text.toString());
  }
}
