package weft.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import weft.Weft;

/**
 * A running JVM with Weft at work in it.
 *
 * @param pid its process id
 * @param program its main class or jar, and its arguments
 * @param age for how long it has run; zero if the system doesn't tell
 */
record Jvms(long pid, String program, Duration age) {
  /** A system property that Weft sets. */
  static final String MARK = "weft.running";

  private static final String LAUNCHER =
      "jdk.compiler/com.sun.tools.javac.launcher.SourceLauncher ";
  private static final int AT_ONCE = 8;
  private static final int PATIENCE_MILLIS = 2_000;

  /** Those of this user, by their ids; those that don't answer are left out. */
  static List<Jvms> all() {
    RunningJvm.patience(PATIENCE_MILLIS);
    return Weft.gather(VirtualMachine.list(), AT_ONCE, Jvms::look).stream()
        .flatMap(Optional::stream)
        .sorted(Comparator.comparingLong(Jvms::pid))
        .toList();
  }

  private static Optional<Jvms> look(VirtualMachineDescriptor descriptor) {
    long pid = Long.parseLong(descriptor.id());
    if (pid == ProcessHandle.current().pid()) return Optional.empty();
    try {
      var vm = VirtualMachine.attach(descriptor);
      try {
        if (!vm.getSystemProperties().containsKey(MARK)) return Optional.empty();
      } finally {
        vm.detach();
      }
    } catch (AttachNotSupportedException | IOException e) {
      return Optional.empty(); // it has ended meanwhile, or is somebody else's
    }
    return Optional.of(new Jvms(pid, program(descriptor.displayName()), age(pid)));
  }

  /** A source file is more telling than what runs it. */
  private static String program(String command) {
    return command.startsWith(LAUNCHER) ? command.substring(LAUNCHER.length()) : command;
  }

  private static Duration age(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .map(start -> Duration.between(start, Instant.now()))
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }
}
