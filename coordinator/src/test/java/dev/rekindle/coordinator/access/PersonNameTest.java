package dev.rekindle.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PersonNameTest {

  @Test
  void people_who_are_called_as_something_else_could_be_are_told_apart() {
    List<String> given =
        List.of("ann", "token:ann", "person:token:ann", "first-admin", "policy shop", "person:ann");

    List<String> names = given.stream().map(PersonName::of).toList();

    assertThat(names).doesNotHaveDuplicates().contains("ann");
    assertThat(Stream.of("token:ann", "first-admin", "policy shop"))
        .doesNotContainAnyElementsOf(names);
  }
}
