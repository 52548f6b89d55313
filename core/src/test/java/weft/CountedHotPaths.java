package weft;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * {@link HotPaths} in a class loader of its own, which lets each stretch of Weft's code without a
 * branch count its instructions as it begins.
 */
public final class CountedHotPaths extends ClassLoader {
  private static final ClassDesc COUNTER = CountedHotPaths.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc COUNT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
  private static final AtomicLong COUNTED = new AtomicLong();

  private CountedHotPaths() {}

  public static void main(String[] none) throws Exception {
    var say =
        Class.forName(HotPaths.class.getName(), true, new CountedHotPaths())
            .getDeclaredMethod("say", String.class, LongSupplier.class);
    say.setAccessible(true);
    say.invoke(null, "", (LongSupplier) COUNTED::get);
  }

  /** Called by what was loaded here. */
  public static void count(int instructions) {
    COUNTED.getAndAdd(instructions);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("weft.") || name.equals(CountedHotPaths.class.getName())) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      var loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (var file = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) throw new ClassNotFoundException(name);
      var counted = counted(file.readAllBytes());
      return defineClass(name, counted, 0, counted.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static byte[] counted(byte[] file) {
    var format = ClassFile.of();
    return format.transformClass(
        format.parse(file),
        (type, member) -> {
          if (!(member instanceof MethodModel method)) type.with(member);
          else
            type.transformMethod(
                method,
                (builder, element) -> {
                  if (element instanceof CodeModel code) builder.withCode(to -> count(code, to));
                  else builder.with(element);
                });
        });
  }

  private static void count(CodeModel code, CodeBuilder to) {
    var stretch = new ArrayList<CodeElement>();
    for (var element : code) {
      if (element instanceof LabelTarget) {
        flush(stretch, to);
        to.with(element);
      } else {
        stretch.add(element);
        if (isLast(element)) flush(stretch, to);
      }
    }
    flush(stretch, to);
  }

  private static boolean isLast(CodeElement element) {
    return element instanceof BranchInstruction
        || element instanceof TableSwitchInstruction
        || element instanceof LookupSwitchInstruction
        || element instanceof ReturnInstruction
        || element instanceof ThrowInstruction;
  }

  private static void flush(List<CodeElement> stretch, CodeBuilder to) {
    int instructions =
        Math.toIntExact(stretch.stream().filter(Instruction.class::isInstance).count());
    if (instructions > 0) to.loadConstant(instructions).invokestatic(COUNTER, "count", COUNT);
    stretch.forEach(to::with);
    stretch.clear();
  }
}
