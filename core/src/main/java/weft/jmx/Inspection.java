package weft.jmx;

import java.util.Optional;
import weft.Debug;
import weft.inspect.Pulse;

/**
 * An MBean that shows the tasks of the JVM it is in.
 *
 * <p>{@code weft ps}, {@code pstree} and {@code top} attach to a JVM, have it make one of these,
 * ask it, and take it away again: so nothing is there until somebody looks. That works if Weft can
 * be seen from the system's class loader. In a container that loads it otherwise (an executable jar
 * of Spring Boot, say), register one when the program starts:
 *
 * <pre>{@code
 * ManagementFactory.getPlatformMBeanServer()
 *     .registerMBean(new Inspection(), new ObjectName("weft:type=Inspection"));
 * }</pre>
 */
public final class Inspection implements InspectionMBean {
  /** One that has no state. */
  public Inspection() {}

  @Override
  public String tree(int stacks, boolean all) {
    var tree = Debug.taskTree(stacks);
    return all ? tree.toFullText() : tree.toString();
  }

  @Override
  public String table() {
    return Debug.taskTree(0).toTable();
  }

  @Override
  public String json(int stacks) {
    return Debug.taskTree(stacks).toJson();
  }

  @Override
  public String[] pulse(boolean json, String... before) {
    var pulse = Debug.pulse();
    Optional<Pulse.Rates> rates =
        before.length < 3
            ? Optional.empty()
            : pulse.since(
                Long.parseLong(before[0]), Long.parseLong(before[1]), Long.parseLong(before[2]));
    return new String[] {
      json ? pulse.toJson(rates) : pulse.toText(rates),
      Long.toString(pulse.nanoTime()),
      Long.toString(pulse.nextThread()),
      Integer.toString(pulse.tree().tasks().size())
    };
  }

  @Override
  public boolean isDebug() {
    return Debug.isOn();
  }

  @Override
  public void setDebug(boolean on) {
    if (on) Debug.on();
    else Debug.off();
  }
}
