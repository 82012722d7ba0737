package dev.rekindle.worker.db.importer.mysql;

import dev.rekindle.worker.db.importer.target.DatabaseAddress;
import dev.rekindle.worker.db.importer.target.Session;
import java.sql.PreparedStatement;

/** A database with what has been lost in restores before: raw bytes, emoji, quotes, triggers. */
final class MySqlFixture {

  static final String WORDS =
      "it's \"quoted\" `here` \\ back; -- no /* comment */ \uD83D\uDE00 é\n\t\u0000\u001A'';";

  private MySqlFixture() {}

  static void create(DatabaseAddress address) throws Exception {
    String name = address.database();
    try (Session session = new MySqlDialect().open(address)) {
      session.execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
      session.execute("USE " + name);
      session.execute(
          """
          CREATE TABLE everything (id BIGINT AUTO_INCREMENT PRIMARY KEY, raw_bytes LONGBLOB,
            words MEDIUMTEXT, latin VARCHAR(50) CHARACTER SET latin1, fixed BINARY(8), bits BIT(12),
            amount DECIMAL(30,10), ratio DOUBLE, single FLOAT, at DATETIME(6), stamp TIMESTAMP(3) NULL,
            year_ YEAR, kind ENUM('a','ü'), json_ JSON, tenant BIGINT,
            doubled BIGINT AS (tenant * 2) STORED, KEY (words(20)))\
          """);
      session.execute("CREATE TABLE keyless (a INT, b VARCHAR(40))");
      session.execute("CREATE TABLE `od``d name` (a INT PRIMARY KEY)");
      session.execute("CREATE TABLE child (a INT, FOREIGN KEY (a) REFERENCES `od``d name` (a))");
      indexed(session);
      rows(session);
      session.execute("CREATE VIEW words_view AS SELECT id, words FROM everything");
      session.execute(
          "INSERT INTO keyless SELECT seq, CONCAT('row ', seq DIV 2) FROM seq_1_to_300");
      session.execute("INSERT INTO `od``d name` VALUES (1), (2)");
      session.execute("INSERT INTO child VALUES (1), (2)");
      session.execute(
          "CREATE DEFINER=`root`@`%` TRIGGER everything_tenant BEFORE INSERT ON everything FOR EACH"
              + " ROW BEGIN -- it's; master\n"
              + " IF NEW.tenant IS NULL THEN SET NEW.tenant = 2; END IF; END");
      session.execute(
          "CREATE DEFINER=`root`@`%` PROCEDURE sp_friendly_id(IN x INT) BEGIN SELECT x; SELECT"
              + " ';;'; END");
      session.execute("INSERT INTO everything (words) VALUES ('by trigger')");
    }
  }

  /** Keys of every kind, and foreign keys to each of them. */
  private static void indexed(Session session) throws Exception {
    session.execute(
        """
        CREATE TABLE parent (id INT PRIMARY KEY, code VARCHAR(20) NOT NULL, number INT NOT NULL AUTO_INCREMENT,
          UNIQUE KEY code (code), KEY number (number))\
        """);
    session.execute(
        """
        CREATE TABLE indexed (id INT PRIMARY KEY, code VARCHAR(20) NOT NULL, text1 TEXT, text2 TEXT,
          place POINT NOT NULL, parent INT, doubled INT AS (parent * 2) VIRTUAL, UNIQUE KEY u (code, id),
          KEY prefix_ (text1(10), code) COMMENT 'a, ''b''', KEY d (doubled), KEY parent (parent),
          FULLTEXT KEY f1 (text1), FULLTEXT KEY f2 (text1, text2), SPATIAL KEY s (place),
          CONSTRAINT to_key FOREIGN KEY (parent) REFERENCES parent (id) ON DELETE SET NULL,
          CONSTRAINT to_code FOREIGN KEY (code) REFERENCES parent (code))\
        """);
    session.execute("SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO')");
    session.execute("INSERT INTO parent VALUES (0, 'c0', 0)");
    session.execute("INSERT INTO parent SELECT seq, CONCAT('c', seq), seq FROM seq_1_to_40");
    session.execute(
        "INSERT INTO indexed (id, code, text1, text2, place, parent) SELECT seq, CONCAT('c', seq),"
            + " CONCAT('word', seq, ' again'), 'more words', POINT(seq, 1), seq FROM seq_1_to_40");
  }

  /** How every table is defined, as the server says it. */
  static String definitions(DatabaseAddress address) throws Exception {
    StringBuilder all = new StringBuilder();
    try (Session session = new MySqlDialect().open(address)) {
      MySqlDatabase database = new MySqlDatabase(session, address.database());
      for (String table : database.tables()) {
        String create =
            String.valueOf(
                session.table("SHOW CREATE TABLE " + database.qualified(table)).getFirst().get(1));
        all.append(create).append('\n');
      }
    }
    return all.toString();
  }

  private static void rows(Session session) throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    try (PreparedStatement insert =
        session
            .jdbc()
            .prepareStatement(
                "INSERT INTO everything (raw_bytes, words, latin, fixed, bits, amount, ratio,"
                    + " single, at, stamp, year_, kind, json_) VALUES (?, ?, 'größe',"
                    + " x'00FF27225C0A0D1A', b'101010101010', -12345678901234567890.0123456789,"
                    + " 1.0E-300, 0.1, '2024-02-29 23:59:59.123456', '2024-05-01 03:07:09.5', 2024,"
                    + " 'ü', '{\"a\": 1}')")) {
      insert.setBytes(1, all);
      insert.setString(2, WORDS);
      insert.execute();
      insert.setBytes(1, new byte[0]);
      insert.setString(2, "");
      insert.execute();
      insert.setNull(1, java.sql.Types.BLOB);
      insert.setNull(2, java.sql.Types.VARCHAR);
      insert.execute();
    }
  }
}
