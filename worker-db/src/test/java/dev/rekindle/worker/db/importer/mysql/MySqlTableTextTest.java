package dev.rekindle.worker.db.importer.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.worker.db.importer.input.RawBytes;
import dev.rekindle.worker.db.importer.mysql.MySqlTableText.ForeignKey;
import dev.rekindle.worker.db.importer.mysql.MySqlTableText.Key;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlTableTextTest {

  private static final String BODY =
      """
      CREATE TABLE `a``b` (
        `id` bigint NOT NULL AUTO_INCREMENT,
        `words` varchar(9) DEFAULT 'it''s, (\\'' COMMENT 'KEY `no` (`x`)',
        `place` point NOT NULL,
        PRIMARY KEY (`id`),
        UNIQUE KEY `one` (`words`(4),`id`) COMMENT 'a,b',
        KEY `two` ((lower(`words`))) /*!80000 INVISIBLE */,
        FULLTEXT KEY `three` (`words`) /*!50100 WITH PARSER `ngram` */ ,
        SPATIAL KEY `four` (`place`),
        CONSTRAINT `fk` FOREIGN KEY (`id`) REFERENCES `par``ent` (`id`) ON DELETE CASCADE,
        CONSTRAINT `positive` CHECK (`id` > 0)
      ) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COMMENT='x) y'\
      """;

  private static MySqlTableText take(String text) {
    return MySqlTableText.of(RawBytes.ofText(text)).orElseThrow();
  }

  @Test
  void keys_and_foreign_keys_stand_apart_and_everything_else_stays() {
    // When
    MySqlTableText text = take(BODY);
    // Then
    assertThat(text.table()).isEqualTo("a`b");
    assertThat(text.keys())
        .extracting(Key::name, Key::alone)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("one", false),
            org.assertj.core.groups.Tuple.tuple("two", false),
            org.assertj.core.groups.Tuple.tuple("three", true),
            org.assertj.core.groups.Tuple.tuple("four", true));
    assertThat(text.references())
        .extracting(ForeignKey::name, ForeignKey::parent)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("fk", "par`ent"));
    assertThat(text.bare().text())
        .isEqualTo(
            BODY.replaceAll("(?m)^  (UNIQUE|KEY|FULLTEXT|SPATIAL) .*\n", "")
                .replaceAll("(?m)^  CONSTRAINT `fk`.*\n", ""));
    assertThat(text.adding(List.of(text.keys().get(1).definition())).text())
        .isEqualTo("ALTER TABLE `a``b` ADD KEY `two` ((lower(`words`))) /*!80000 INVISIBLE */");
  }

  @Test
  void the_bytes_of_names_and_comments_stay() {
    // Given
    String text =
        "CREATE TABLE `größe` (`ä` int COMMENT '\uD83D\uDE00', PRIMARY KEY (`ä`), KEY `ö` (`ä`)) ENGINE=InnoDB";
    // When, Then
    assertThat(take(text).bare().text())
        .isEqualTo(
            "CREATE TABLE `größe` (`ä` int COMMENT '\uD83D\uDE00', PRIMARY KEY (`ä`)) ENGINE=InnoDB");
    assertThat(take(text).adding(List.of(take(text).keys().getFirst().definition())).text())
        .isEqualTo("ALTER TABLE `größe` ADD KEY `ö` (`ä`)");
  }

  @Test
  void a_table_without_primary_key_keeps_its_unique_keys() {
    // When
    MySqlTableText text =
        take("CREATE TABLE `t` (`a` int, UNIQUE KEY `u` (`a`), KEY `k` (`a`)) ENGINE=InnoDB");
    // Then
    assertThat(text.keys()).extracting(Key::name).containsExactly("k");
  }

  @Test
  void the_key_of_a_counting_column_stays() {
    // When
    MySqlTableText text =
        take(
            "CREATE TABLE `t` (`a` int, `n` int AUTO_INCREMENT, PRIMARY KEY (`a`),"
                + " KEY `late` (`a`,`n`), KEY `n` (`n`)) ENGINE=InnoDB");
    // Then
    assertThat(text.keys()).extracting(Key::name).containsExactly("late");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE `t` (`a` int, KEY `k` (`a`)) ENGINE=MyISAM",
        "CREATE TABLE `t` (`a` int, KEY `k` (`a`)) ENGINE=InnoDB WITH SYSTEM VERSIONING",
        "CREATE TABLE `t` (`a` int, KEY `k` (`a`), FOREIGN KEY (`a`) REFERENCES `p` (`a`)) ENGINE=InnoDB",
        "CREATE TABLE `t` LIKE `s`",
        "CREATE TABLE `t` (`a` int, KEY `k` (`a`)",
        "CREATE TABLE `t` (`a` int, -- why\n KEY `k` (`a`)) ENGINE=InnoDB",
        "DROP TABLE `t`"
      })
  void what_is_not_understood_is_left_alone(String statement) {
    assertThat(MySqlTableText.of(RawBytes.ofText(statement))).isEmpty();
  }
}
