package weft.checks;

import static java.lang.reflect.Modifier.isAbstract;
import static java.lang.reflect.Modifier.isFinal;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.module.ModuleReference;
import java.util.Set;
import java.util.stream.Stream;

/** The types that others can name, and what their signatures say. */
final class PublicApi {
  private PublicApi() {}

  static Stream<JavaClass> of(ModuleReference module, Set<String> exportedPackages) {
    return new ClassFileImporter()
        .importPath(Project.classes(module)).stream()
            .filter(type -> exportedPackages.contains(type.getPackageName()))
            .filter(PublicApi::isVisible);
  }

  private static boolean isVisible(JavaClass type) {
    boolean open = type.getModifiers().contains(JavaModifier.PUBLIC);
    return open && type.getEnclosingClass().map(PublicApi::isVisible).orElse(true);
  }

  /** Where the type's public and protected signatures name a type of one of the packages. */
  static Stream<String> mentions(JavaClass type, Set<String> packages) {
    Stream<String> ofMembers =
        type.getMembers().stream()
            .filter(PublicApi::isOpen)
            .flatMap(member -> named(types(member), member.getFullName(), packages));
    Stream<JavaType> parents =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    return Stream.concat(ofMembers, named(parents, type.getName(), packages));
  }

  static boolean isFinalOrMadeForExtension(JavaClass type) {
    Class<?> reflected = type.reflect();
    int modifiers = reflected.getModifiers();
    return isFinal(modifiers)
        || isAbstract(modifiers)
        || reflected.isSealed()
        || reflected.isEnum();
  }

  private static boolean isOpen(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<? extends JavaType> types(JavaMember member) {
    return member instanceof JavaCodeUnit code
        ? Stream.of(
                Stream.of(code.getReturnType()),
                code.getParameterTypes().stream(),
                code.getExceptionTypes().stream())
            .flatMap(types -> types)
        : member.getAllInvolvedRawTypes().stream();
  }

  private static Stream<String> named(
      Stream<? extends JavaType> types, String where, Set<String> packages) {
    return types
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .filter(raw -> packages.contains(raw.getPackageName()))
        .map(raw -> where + " speaks of " + raw.getName())
        .distinct();
  }
}
