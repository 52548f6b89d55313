package weft.junit;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes one invocation of a {@link WeftTest} for each seed, until one fails. */
final class WeftExtension implements TestTemplateInvocationContextProvider, BeforeEachCallback {
  WeftExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    requireAlone(context); // asked before anything runs
    return AnnotationSupport.isAnnotated(context.getTestMethod(), WeftTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    var test =
        AnnotationSupport.findAnnotation(context.getTestMethod(), WeftTest.class).orElseThrow();
    var failed = new AtomicBoolean();
    return Seeds.of(test, System::getProperty)
        .takeWhile(settings -> !failed.get())
        .map(settings -> new Invocation(context.getDisplayName(), settings, failed));
  }

  /** For what is a {@code @Test}, too, and no template. */
  @Override
  public void beforeEach(ExtensionContext context) {
    requireAlone(context);
  }

  /** Another annotation that makes a test would run it, too, in real time and on JUnit's thread. */
  private static void requireAlone(ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    for (var other : method.getAnnotations()) {
      var type = other.annotationType();
      boolean ours = type == WeftTest.class || AnnotationSupport.isAnnotated(type, WeftTest.class);
      if (ours || !AnnotationSupport.isAnnotated(type, Testable.class)) continue;
      throw new ExtensionConfigurationException(
          "@WeftTest is all that "
              + method.getName()
              + " needs to be a test: take @"
              + type.getSimpleName()
              + " away, or take @WeftTest away and call Simulation.run in it");
    }
  }

  private record Invocation(String name, Settings settings, AtomicBoolean failed)
      implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int index) {
      var seed = settings.seed();
      return seed.isEmpty() ? name : name + ", seed " + seed.getAsLong();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new OnTheLoop(settings, failed));
    }
  }
}
