package dev.rekindle.contract.codec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record component is mandatory unless its type is {@code @Nullable}; an absent or null list or
 * map is empty. So a message that lacks something is refused by name here, instead of failing as a
 * null somewhere else.
 */
final class RecordRules extends NopAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    RecordComponent component = component(member);
    if (component == null) {
      return null;
    }
    return !nullable(component) && !container(component);
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    RecordComponent component = component(annotated);
    if (component == null || nullable(component)) {
      return JsonSetter.Value.empty();
    }
    return JsonSetter.Value.forValueNulls(container(component) ? Nulls.AS_EMPTY : Nulls.FAIL);
  }

  private static boolean nullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static boolean container(RecordComponent component) {
    return Collection.class.isAssignableFrom(component.getType())
        || Map.class.isAssignableFrom(component.getType());
  }

  private static @Nullable RecordComponent component(Annotated annotated) {
    if (!(annotated instanceof AnnotatedMember member) || !member.getDeclaringClass().isRecord()) {
      return null;
    }
    RecordComponent[] components = member.getDeclaringClass().getRecordComponents();
    if (member instanceof AnnotatedParameter parameter) {
      boolean canonical = parameter.getOwner().getParameterCount() == components.length;
      return canonical ? components[parameter.getIndex()] : null;
    }
    return Arrays.stream(components)
        .filter(c -> c.getName().equals(member.getName()))
        .findFirst()
        .orElse(null);
  }
}
