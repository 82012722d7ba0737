package dev.rekindle.sandbox.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresClientTest {

  @ParameterizedTest
  @CsvSource({
    "pg_dump (PostgreSQL) 14.22, false",
    "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1), true",
    "pg_dump (PostgreSQL) 16.10, true",
    "pg_dump (PostgreSQL) 17.6, false",
    "Error: PostgreSQL client tools are not installed, false"
  })
  void only_a_pg_dump_that_fits_the_server_is_used(String said, boolean expected) {
    // When
    boolean fits = PostgresClient.fits(said);

    // Then
    assertThat(fits).isEqualTo(expected);
  }
}
