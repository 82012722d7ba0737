package dev.rekindle.crash;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Names the variant of a point by what stood in its parameter. */
final class Variant {

  private Variant() {}

  static String of(Point point, @Nullable Object seen) {
    Object value = seen;
    for (String step : point.path()) {
      if (value == null) {
        return "none";
      }
      value = step.equals("class") ? value.getClass().getSimpleName() : step(value, step);
    }
    return String.valueOf(value).replaceAll("[^A-Za-z0-9_-]", "-");
  }

  private static @Nullable Object step(Object value, String name) {
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == 0) {
          return read(method, () -> method.invoke(value));
        }
      }
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return read(field, () -> field.get(value));
        }
      }
    }
    throw new IllegalArgumentException(value.getClass() + " has no " + name);
  }

  private interface Reading {
    @Nullable Object get() throws ReflectiveOperationException;
  }

  private static @Nullable Object read(AccessibleObject member, Reading reading) {
    try {
      member.setAccessible(true);
      return reading.get();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("Cannot read " + member, e);
    }
  }
}
