package dev.rekindle.system.bench.importing;

/** As mysqldump writes: inserts of about a megabyte, keys in CREATE TABLE. */
final class MySqlStyle implements BenchDump.Style {

  private static final int INSERT_CHARACTERS = 1_000_000;

  private int length;

  @Override
  public String header() {
    return """
    -- MySQL dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
    --
    -- Host: localhost    Database: bench
    -- ------------------------------------------------------
    -- Server version\t10.6.0-MariaDB

    /*!40101 SET NAMES utf8mb4 */;
    /*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
    /*!40103 SET TIME_ZONE='+00:00' */;
    /*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
    /*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
    /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
    """;
  }

  @Override
  public String beforeRows(BenchTable table) {
    String reference =
        table.parent().isEmpty()
            ? ""
            : ",\n  CONSTRAINT `%s_owner` FOREIGN KEY (`owner`) REFERENCES `%s` (`id`)"
                .formatted(table.name(), table.parent());
    return """
    DROP TABLE IF EXISTS `%1$s`;
    CREATE TABLE `%1$s` (
      `id` bigint(20) NOT NULL AUTO_INCREMENT,
      `owner` bigint(20) NOT NULL,
      `kind` int(11) NOT NULL,
      `amount` decimal(12,2) NOT NULL,
      `moment` datetime NOT NULL,
      `code` varchar(40) NOT NULL,
      `text` text DEFAULT NULL,
      PRIMARY KEY (`id`),
      UNIQUE KEY `code` (`code`,`id`),
      KEY `owner` (`owner`),
      KEY `kind_moment` (`kind`,`moment`)%2$s
    ) ENGINE=InnoDB AUTO_INCREMENT=1 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
    LOCK TABLES `%1$s` WRITE;
    /*!40000 ALTER TABLE `%1$s` DISABLE KEYS */;
    """
        .formatted(table.name(), reference);
  }

  @Override
  public String row(BenchTable.Row row, BenchTable table, long number) {
    String values =
        "(%d,%d,%d,%s,'%s','%s','%s')"
            .formatted(
                row.id(),
                row.owner(),
                row.kind(),
                row.amount(),
                row.moment(),
                row.code(),
                row.text());
    if (number == 0 || length > INSERT_CHARACTERS) {
      length = 0;
      return (number == 0 ? "" : ";\n") + "INSERT INTO `" + table.name() + "` VALUES " + values;
    }
    length += values.length();
    return "," + values;
  }

  @Override
  public String afterRows(BenchTable table) {
    length = 0;
    return ";\n/*!40000 ALTER TABLE `%s` ENABLE KEYS */;\nUNLOCK TABLES;\n".formatted(table.name());
  }

  @Override
  public String trailer() {
    return """
    /*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;
    /*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
    /*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
    /*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
    -- Dump completed on 2026-11-01  2:00:00
    """;
  }
}
