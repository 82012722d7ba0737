package dev.rekindle.coordinator.http;

import dev.rekindle.coordinator.access.Caller;
import dev.rekindle.coordinator.access.Role;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who makes the request at hand. */
@RequestScoped
public class CurrentCaller {

  private Caller caller = new Caller("", List.of());
  private BooleanSupplier standing = () -> false;

  /**
   * Says who it is.
   *
   * @param standing whether the login is still good, whenever that is asked later
   */
  void is(Caller known, BooleanSupplier standing) {
    caller = known;
    this.standing = standing;
  }

  /** To be asked after the request, too: whether the login it came with is still good. */
  BooleanSupplier standing() {
    return standing;
  }

  Caller get() {
    return caller;
  }

  /** 403 FORBIDDEN unless the caller may do that to the application. */
  void need(Role role, String application) {
    if (!caller.may(role, application)) {
      throw forbidden(role, "application '" + application + "'");
    }
  }

  /** 403 FORBIDDEN unless the caller may do that to all applications. */
  void needEverywhere(Role role) {
    if (!caller.mayEverywhere(role)) {
      throw forbidden(role, "all applications");
    }
  }

  Refused forbidden(Role role, String place) {
    return new Refused(
        Problem.of(
            403,
            "FORBIDDEN",
            "'%s' lacks the role %s for %s and has %s; an administrator can grant it"
                .formatted(caller.name(), role.wireName(), place, caller.grants())));
  }

  /** What of a list the caller may see. */
  <T> List<T> visible(List<T> all, Function<T, String> application) {
    return all.stream().filter(one -> caller.may(Role.VIEWER, application.apply(one))).toList();
  }

  /** How many to read so that as many as wanted may be left when the invisible is taken out. */
  int reading(int wanted, int most) {
    return caller.mayEverywhere(Role.VIEWER) ? wanted : most;
  }

  /** A decision signed with the proven name, whatever name the body gives. */
  Requests.@Nullable Wish signed(Requests.@Nullable Wish body) {
    return body == null || !caller.known() ? body : body.by(caller.name());
  }

  /** A start signed with the proven name, whatever name the body gives. */
  Requests.@Nullable Start signed(Requests.@Nullable Start body) {
    return body == null || !caller.known() ? body : body.requestedBy(caller.name());
  }
}
