package dev.rekindle.crash;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the code.
 *
 * @param method its name, or {@code name(Type,Type)} with simple type names where there are several
 * @param call the method whose calls are meant, for the moments around a call; empty otherwise
 * @param aspect what tells variants of the point apart, as a path that begins with the number of a
 *     parameter or {@code this}; {@code -} for a point without variants
 * @param pass at which passing of one process the point counts
 */
record Point(
    String name, String owner, String method, Moment moment, String call, String aspect, int pass) {

  private static final Pattern LINE =
      Pattern.compile(
          "(\\S+)\\s+(\\S+)#(\\S+)\\s+(enter|leave|before:(\\S+)|after:(\\S+))\\s+(\\S+)(?:\\s+pass=(\\d+))?\\s*");

  enum Moment {
    /** Before the first instruction of the method. */
    ENTER,
    /** After its last one; not when it throws. */
    LEAVE,
    /** Before a call that the method makes. */
    BEFORE,
    /** After a call that the method makes has returned. */
    AFTER
  }

  /** Reads {@code NAME CLASS#METHOD enter|leave|before:CALL|after:CALL ASPECT [pass=N]}. */
  static Point parse(String line) {
    Matcher found = LINE.matcher(line);
    if (!found.matches()) {
      throw new IllegalArgumentException("Not a crash point: " + line);
    }
    String moment = found.group(4);
    Moment when =
        moment.startsWith("before:")
            ? Moment.BEFORE
            : moment.startsWith("after:")
                ? Moment.AFTER
                : Moment.valueOf(moment.toUpperCase(java.util.Locale.ROOT));
    String call =
        when == Moment.BEFORE ? found.group(5) : when == Moment.AFTER ? found.group(6) : "";
    String pass = found.group(8);
    return new Point(
        found.group(1),
        found.group(2),
        found.group(3),
        when,
        call,
        found.group(7),
        pass == null ? 1 : Integer.parseInt(pass));
  }

  boolean hasVariants() {
    return !aspect.equals("-");
  }

  /** The steps from the parameter, or the object itself, to what names the variant. */
  List<String> path() {
    List<String> steps = List.of(aspect.split("\\.", -1));
    return steps.subList(1, steps.size());
  }

  /** Number of the parameter it begins at; -1 for the object itself. */
  int parameter() {
    String first = aspect.replaceFirst("\\..*", "");
    return first.equals("this") ? -1 : Integer.parseInt(first);
  }
}
