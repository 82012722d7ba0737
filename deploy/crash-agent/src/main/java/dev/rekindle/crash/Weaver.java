package dev.rekindle.crash;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts calls of the gate into classes as they are loaded. */
final class Weaver implements ClassFileTransformer {

  private static final ClassDesc GATE = ClassDesc.of(Gate.class.getName());
  private static final MethodTypeDesc PASS =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String, ConstantDescs.CD_Object);

  private final Map<String, List<Point>> points;

  Weaver(List<Point> points) {
    this.points = points.stream().collect(Collectors.groupingBy(p -> p.owner().replace('.', '/')));
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    List<Point> mine = name == null ? null : points.get(name);
    if (mine == null) {
      return null;
    }
    try {
      return woven(loader, bytes, mine);
    } catch (RuntimeException e) {
      Gate.trouble("Cannot weave " + name + ": " + e);
      return null;
    }
  }

  /** Tells in the agent's folder when a point's method is not there. */
  static byte[] woven(@Nullable ClassLoader loader, byte[] bytes, List<Point> mine) {
    ClassHierarchyResolver usual = ClassHierarchyResolver.defaultResolver();
    ClassFile files =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                loader == null
                    ? usual
                    : ClassHierarchyResolver.ofResourceParsing(loader).orElse(usual)));
    List<Point> missing = new ArrayList<>(mine);
    byte[] result =
        files.transformClass(
            files.parse(bytes),
            (builder, element) -> {
              List<Point> here = element instanceof MethodModel m ? in(m, mine) : List.of();
              if (element instanceof MethodModel method && !here.isEmpty()) {
                builder.transformMethod(
                    method, MethodTransform.transformingCode(new Weaving(here, missing)));
              } else {
                builder.with(element);
              }
            });
    missing.forEach(point -> Gate.trouble("No such place: " + point));
    return result;
  }

  private static List<Point> in(MethodModel method, List<Point> points) {
    return method.code().isPresent()
        ? points.stream().filter(point -> matches(point, method)).toList()
        : List.of();
  }

  private static boolean matches(Point point, MethodModel method) {
    String name = method.methodName().stringValue();
    return point.method().equals(name) || point.method().equals(name + signature(method));
  }

  private static String signature(MethodModel method) {
    return method.methodTypeSymbol().parameterList().stream()
        .map(ClassDesc::displayName)
        .map(type -> type.substring(type.lastIndexOf('$') + 1))
        .collect(Collectors.joining(",", "(", ")"));
  }

  /** The calls of one method. */
  private record Weaving(List<Point> here, List<Point> missing) implements CodeTransform {

    @Override
    public void atStart(CodeBuilder code) {
      here.stream().filter(p -> p.moment() == Point.Moment.ENTER).forEach(p -> call(code, p));
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      switch (element) {
        case ReturnInstruction _ -> {
          here.stream().filter(p -> p.moment() == Point.Moment.LEAVE).forEach(p -> call(code, p));
          code.with(element);
        }
        case InvokeInstruction invoke -> {
          around(code, invoke, Point.Moment.BEFORE);
          code.with(element);
          around(code, invoke, Point.Moment.AFTER);
        }
        default -> code.with(element);
      }
    }

    private void around(CodeBuilder code, InvokeInstruction invoke, Point.Moment moment) {
      here.stream()
          .filter(p -> p.moment() == moment && p.call().equals(invoke.name().stringValue()))
          .forEach(p -> call(code, p));
    }

    private void call(CodeBuilder code, Point point) {
      missing.remove(point);
      code.ldc(point.name());
      if (!point.hasVariants()) {
        code.aconst_null();
      } else if (point.parameter() < 0) {
        code.aload(code.receiverSlot());
      } else {
        code.aload(code.parameterSlot(point.parameter()));
      }
      code.invokestatic(GATE, "pass", PASS);
    }
  }
}
