package dev.rekindle.coordinator.http;

import dev.rekindle.contract.attempt.StageId;
import dev.rekindle.contract.message.ProblemCode;
import dev.rekindle.coordinator.restore.RestoreInput;
import dev.rekindle.coordinator.restore.Waiver;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a person wishes; whatever is missing is refused by name. */
final class WishInputs {

  private WishInputs() {}

  /**
   * The input that a wish is.
   *
   * @param name {@code approve}, {@code hold} and so on
   * @param body its fields
   */
  static RestoreInput.Wish of(String name, Requests.@Nullable Wish body) {
    Requests.Wish wish = given(body);
    return switch (name) {
      case "approve" ->
          new RestoreInput.Approve(wish.signature(), Requests.given(wish.digest(), "digest"));
      case "reject" -> new RestoreInput.Reject(wish.signature());
      case "hold" ->
          new RestoreInput.Hold(wish.signature(), Objects.requireNonNullElse(wish.now(), false));
      case "resume" -> new RestoreInput.Resume(wish.signature());
      case "cancel" -> new RestoreInput.Cancel(wish.signature());
      case "fail" -> new RestoreInput.Fail(wish.signature());
      case "waive" -> waive(wish);
      case "retry" -> retry(Requests.given(wish.stage(), "stage"), wish);
      case "skip" -> skip(Requests.given(wish.stage(), "stage"), wish);
      default -> throw Refused.notFound("UNKNOWN_WISH", "There is no wish '" + name + "'");
    };
  }

  static RestoreInput.RetryStage retry(String stage, Requests.@Nullable Wish body) {
    return new RestoreInput.RetryStage(given(body).signature(), stage(stage));
  }

  static RestoreInput.SkipStage skip(String stage, Requests.@Nullable Wish body) {
    Requests.Wish wish = given(body);
    return new RestoreInput.SkipStage(
        wish.signature(), stage(stage), Objects.requireNonNullElse(wish.outputs(), Map.of()));
  }

  private static RestoreInput.WaiveFinding waive(Requests.Wish wish) {
    return new RestoreInput.WaiveFinding(
        wish.signature(),
        new Waiver(
            stage(Requests.given(wish.stage(), "stage")),
            code(Requests.given(wish.code(), "code")),
            Requests.given(wish.subject(), "subject")));
  }

  private static Requests.Wish given(Requests.@Nullable Wish body) {
    return Requests.bounded(body);
  }

  private static StageId stage(String text) {
    try {
      return new StageId(text);
    } catch (IllegalArgumentException e) {
      throw Refused.notFound("UNKNOWN_STAGE", String.valueOf(e.getMessage()));
    }
  }

  private static ProblemCode code(String text) {
    try {
      return ProblemCode.valueOf(text);
    } catch (IllegalArgumentException _) {
      throw Refused.notFound("UNKNOWN_FINDING", "No finding has the code '" + text + "'");
    }
  }
}
