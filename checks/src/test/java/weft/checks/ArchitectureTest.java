package weft.checks;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which module and package may know which, and what of them the world sees. */
class ArchitectureTest {
  /** What a module of ours may know of ours: only what stands above it. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.of(
          "weft", Set.of(),
          "weft.junit", Set.of("weft"),
          "weft.micrometer", Set.of("weft"),
          "weft.http", Set.of("weft"),
          "weft.web", Set.of("weft"),
          "weft.sql", Set.of("weft"),
          "weft.crawl", Set.of("weft", "weft.http", "weft.sql"),
          "weft.cli",
              Set.of("weft", "weft.junit", "weft.http", "weft.web", "weft.sql", "weft.crawl"));

  /** Public classes that are neither final nor sealed nor abstract, on purpose. */
  private static final Set<String> OPEN = Set.of("weft.Suspension");

  static List<ModuleReference> modules() {
    return Project.modules();
  }

  @Test
  void thereAreModulesToCheck() {
    assertThat(modules()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aModuleKnowsOnlyModulesAboveIt(ModuleReference module) {
    ModuleDescriptor descriptor = module.descriptor();
    assertThat(MAY_KNOW).containsKey(descriptor.name());
    assertThat(requires(descriptor).filter(name -> name.split("\\.")[0].equals("weft")))
        .isSubsetOf(MAY_KNOW.get(descriptor.name()));
  }

  @Test
  void theCoreDependsOnTheJdkAlone() {
    ModuleDescriptor core =
        modules().stream()
            .map(ModuleReference::descriptor)
            .filter(descriptor -> descriptor.name().equals("weft"))
            .findAny()
            .orElseThrow();
    assertThat(requires(core))
        .allMatch(name -> name.startsWith("java.") || name.startsWith("jdk."));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void packagesHaveNoCycles(ModuleReference module) {
    slices()
        .assignedFrom(new ByPackage())
        .should()
        .beFreeOfCycles()
        .check(new ClassFileImporter().importPath(Project.classes(module)));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void nothingInternalIsExported(ModuleReference module) {
    assertThat(exported(module)).noneMatch(name -> name.contains("internal"));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void whatIsExportedSpeaksOfExportedTypesOnly(ModuleReference module) {
    var hidden = new TreeSet<>(module.descriptor().packages());
    hidden.removeAll(exported(module));
    assertThat(
            PublicApi.of(module, exported(module))
                .flatMap(type -> PublicApi.mentions(type, hidden)))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void exportedClassesAreFinalOrMadeForExtension(ModuleReference module) {
    assertThat(PublicApi.of(module, exported(module)))
        .filteredOn(type -> !PublicApi.isFinalOrMadeForExtension(type))
        .extracting(JavaClass::getName)
        .isSubsetOf(OPEN);
  }

  /** What a module needs at run time. */
  private static Stream<String> requires(ModuleDescriptor descriptor) {
    return descriptor.requires().stream()
        .filter(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
        .map(Requires::name);
  }

  private static Set<String> exported(ModuleReference module) {
    return module.descriptor().exports().stream()
        .filter(exports -> !exports.isQualified())
        .map(Exports::source)
        .collect(toCollection(TreeSet::new));
  }

  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().startsWith("weft")
          ? SliceIdentifier.of(type.getPackageName())
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "every package";
    }
  }
}
