package weft.junit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs one invocation of a test, from its constructor to its tear-down, on a loop of its own. */
final class OnTheLoop implements InvocationInterceptor, ParameterResolver, AfterEachCallback {
  private final Settings settings;
  private final AtomicBoolean failed;
  private @Nullable Run run; // JUnit uses an invocation's extensions on one thread

  OnTheLoop(Settings settings, AtomicBoolean failed) {
    this.settings = settings;
    this.failed = failed;
  }

  private Run run(ExtensionContext context) {
    var r = run;
    if (r == null) {
      run = r = new Run(settings);
      // Closed with the context, whatever fails before or after the test.
      context.getStore(ExtensionContext.Namespace.create(OnTheLoop.class)).put("run", r);
    }
    return r;
  }

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public <T> T interceptTestClassConstructor(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Constructor<T>> constructor,
      ExtensionContext context)
      throws Throwable {
    return proceed(invocation, context);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  private <T extends @Nullable Object> T proceed(Invocation<T> invocation, ExtensionContext context)
      throws Throwable {
    var value = new AtomicReference<T>();
    try {
      run(context).call(() -> value.set(invocation.proceed()));
    } catch (Throwable t) {
      failed.set(true);
      throw t;
    }
    return value.get();
  }

  /** After the tear-down, looks for leaks; what a test that failed left behind is no news. */
  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    var r = run;
    if (r == null) return;
    try {
      if (context.getExecutionException().isEmpty()) r.finish();
      else failed.set(true);
    } catch (Throwable t) {
      failed.set(true);
      throw t;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == TestClock.class || type == Sequencer.class || type == RandomGenerator.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    if (type == Sequencer.class) return new Sequencer();
    return type == TestClock.class ? run(context).clock() : run(context).random();
  }
}
