package dev.rekindle.worker.db.importer.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ByteSetTest {

  @Property
  void the_first_member_is_found_wherever_it_stands(
      @ForAll @Size(max = 60) byte[] bytes,
      @ForAll @IntRange(max = 60) int from,
      @ForAll @IntRange(max = 60) int limit) {
    // Given
    String members = "'\\\n";
    int end = Math.min(limit, bytes.length);
    int begin = Math.min(from, end);
    int wanted = begin;
    while (wanted < end && members.indexOf(bytes[wanted] & 0xff) < 0) {
      wanted++;
    }
    // When, Then
    assertThat(new ByteSet(members).find(bytes, begin, end)).isEqualTo(wanted);
  }

  @Property
  void a_member_among_others_is_found(
      @ForAll @IntRange(max = 40) int place, @ForAll @CharRange(from = 'a', to = 'z') char other) {
    // Given
    byte[] bytes = new byte[41];
    Arrays.fill(bytes, (byte) other);
    bytes[place] = '\n';
    // When, Then
    assertThat(new ByteSet("\r\n").find(bytes, 0, bytes.length)).isEqualTo(place);
    assertThat(new ByteSet("\r\n").find(bytes, place + 1, bytes.length)).isEqualTo(41);
  }
}
