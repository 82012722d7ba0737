package dev.rekindle.worker.k8s.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.contract.stage.ObjectRef;
import dev.rekindle.contract.stage.ObjectRestore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectChangeTest {

  private static final ObjectRef REF = new ObjectRef("v1", "Secret", "zync");
  private static final ObjectRestore ORDER =
      new ObjectRestore("object-zync", REF, List.of("SECRET_KEY_BASE"));

  private static DataObject secret(String type, boolean immutable, Map<String, String> data) {
    return new DataObject(REF, type, Map.of(), Map.of(), data, Map.of(), immutable, "1");
  }

  private static final DataObject BACKUP =
      secret("Opaque", false, Map.of("SECRET_KEY_BASE", "b2xk", "DATABASE_URL", "c3Jj"));

  private static ObjectChange against(DataObject live) {
    return ObjectChange.of(ORDER, BACKUP, Optional.of(live));
  }

  @Test
  void a_missing_object_comes_back_whole() {
    assertThat(ObjectChange.of(ORDER, BACKUP, Optional.empty()))
        .isEqualTo(new ObjectChange.Create(BACKUP));
  }

  @Test
  void only_the_named_keys_change() {
    assertThat(against(secret("Opaque", false, Map.of("DATABASE_URL", "bmV3"))))
        .isInstanceOfSatisfying(
            ObjectChange.SetKeys.class,
            set -> assertThat(set.data()).containsOnly(Map.entry("SECRET_KEY_BASE", "b2xk")));
  }

  @Test
  void a_repeat_does_nothing() {
    assertThat(against(secret("Opaque", true, Map.of("SECRET_KEY_BASE", "b2xk"))))
        .isInstanceOf(ObjectChange.Nothing.class);
  }

  @Test
  void an_immutable_secret_with_other_values_is_refused() {
    assertThat(against(secret("Opaque", true, Map.of("SECRET_KEY_BASE", "bmV3"))))
        .isInstanceOfSatisfying(
            ObjectChange.Refuse.class,
            refuse -> assertThat(refuse.code()).isEqualTo(ProblemCode.TARGET_READ_ONLY));
  }

  @Test
  void another_type_of_secret_is_refused() {
    assertThat(against(secret("kubernetes.io/tls", false, Map.of())))
        .isInstanceOfSatisfying(
            ObjectChange.Refuse.class,
            refuse -> assertThat(refuse.code()).isEqualTo(ProblemCode.CONFLICT));
  }

  @Test
  void values_are_never_shown() {
    assertThat(BACKUP.toString()).doesNotContain("b2xk", "c3Jj");
    assertThat(against(secret("Opaque", false, Map.of())).toString()).doesNotContain("b2xk");
  }
}
