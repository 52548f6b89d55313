package weft.junit;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes one invocation of a {@link WeftTest} for each seed, until one fails. */
final class WeftExtension implements TestTemplateInvocationContextProvider {
  WeftExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
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
