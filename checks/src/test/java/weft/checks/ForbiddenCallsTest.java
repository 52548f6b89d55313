package weft.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls that work, and yet have no place in main code. */
class ForbiddenCallsTest {
  /** Where Ctrl-C ends the process: after the clean-up, and at once when it comes again. */
  private static final Set<String> MAY_END_THE_PROCESS = Set.of("weft.Signals");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .importPaths(Project.modules().stream().map(Project::classes).toList());

  @Test
  void sleepingGoesThroughTheClock() {
    noClasses().should().accessTargetWhere(calls(Thread.class, "sleep")).check(MAIN);
  }

  @Test
  void onlyTheCommandLineEndsTheProcess() {
    noClasses()
        .that(describe("are in a library", type -> !mayEndTheProcess(type.getName())))
        .should()
        .accessTargetWhere(
            calls(System.class, "exit")
                .or(calls(Runtime.class, "exit"))
                .or(calls(Runtime.class, "halt")))
        .check(MAIN);
  }

  @Test
  void theCoreTakesNoTimeFromTheWallClock() {
    noClasses()
        .that(
            describe(
                "are in the core",
                type -> !type.getPackageName().matches("weft\\.(http|crawl|cli|web|sql)\\b.*")))
        .should()
        .accessTargetWhere(calls(System.class, "currentTimeMillis"))
        .check(MAIN);
  }

  private static boolean mayEndTheProcess(String name) {
    return name.startsWith("weft.cli.") || MAY_END_THE_PROCESS.contains(name.split("\\$")[0]);
  }

  private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String method) {
    return describe(
        "call " + owner.getSimpleName() + "." + method,
        access ->
            access.getTargetOwner().isEquivalentTo(owner)
                && access.getTarget().getName().equals(method));
  }
}
