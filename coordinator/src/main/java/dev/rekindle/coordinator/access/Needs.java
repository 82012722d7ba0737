package dev.rekindle.coordinator.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The role that a call asks for. On a restore, for the restore's application; elsewhere for any,
 * and the call itself looks at what it is about. A read without it asks for {@link Role#VIEWER};
 * any other call without it for {@link Role#ADMIN}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
  Role value();
}
