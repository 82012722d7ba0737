package dev.rekindle.worker.db.importer.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "CREATE DEFINER=`root`@`%` TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @x = 1 | root@% |"
            + " CREATE  TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @x = 1",
        "/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER t BEFORE x */ |"
            + " root@localhost | /*!50003 CREATE*/ /*!50017 */ /*!50003 TRIGGER t BEFORE x */",
        "/*!50013 CREATE ALGORITHM=UNDEFINED DEFINER=`a``b`@`h` SQL SECURITY DEFINER VIEW v AS x */ | a`b@h |"
            + " /*!50013 CREATE ALGORITHM=UNDEFINED  SQL SECURITY DEFINER VIEW v AS x */",
        "create definer = 'it''s'@'10.0.%' procedure p() begin end | it's@10.0.% | create  procedure p() begin end",
        "CREATE DEFINER=role FUNCTION f() RETURNS INT RETURN 1 | role@% | CREATE  FUNCTION f() RETURNS INT RETURN 1"
      })
  void finds_the_account_and_takes_it_out(String statement, String account, String without) {
    RawBytes bytes = RawBytes.ofText(statement.strip());

    assertThat(Definer.of(bytes)).contains(account.strip());
    assertThat(Definer.without(bytes).text()).isEqualTo(without.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 'DEFINER=`root`@`%`'",
        "CREATE PROCEDURE definer(IN definer INT) SELECT definer = 'x'@'y'",
        "DROP VIEW IF EXISTS v",
      })
  void leaves_everything_else_as_it_is(String statement) {
    RawBytes bytes = RawBytes.ofText(statement);

    assertThat(Definer.of(bytes)).isEmpty();
    assertThat(Definer.without(bytes)).isEqualTo(bytes);
  }

  @Test
  void keeps_bytes_that_are_no_text() {
    byte[] raw = RawBytes.ofText("CREATE DEFINER=`r`@`%` TRIGGER t SET @a = '?'").toByteArray();
    raw[raw.length - 2] = (byte) 0xFF;

    byte[] without = Definer.without(RawBytes.copyOf(raw, raw.length)).toByteArray();

    assertThat(without[without.length - 2]).isEqualTo((byte) 0xFF);
    assertThat(without).hasSize(raw.length - "DEFINER=`r`@`%`".length());
  }
}
