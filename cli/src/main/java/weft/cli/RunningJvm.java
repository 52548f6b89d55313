package weft.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.AttachOperationFailedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.function.Function;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import weft.jmx.Inspection;
import weft.jmx.InspectionMBean;

/**
 * Another JVM, to look at the tasks in it. It is made to listen to JMX clients of the same user,
 * and to make a bean of Weft's, which is taken away again at the end.
 */
final class RunningJvm implements AutoCloseable {
  private static final String ADDRESS = "com.sun.management.jmxremote.localConnectorAddress";
  private static final String REGISTERED = "weft:type=Inspection";
  private static final String PATIENCE = "sun.tools.attach.attachTimeout";

  private final long pid;
  private final JMXConnector connector;
  private final MBeanServerConnection connection;
  private final ObjectName bean;
  private final boolean own;

  private RunningJvm(long pid, JMXConnector connector) throws IOException, JMException {
    this.pid = pid;
    this.connector = connector;
    connection = connector.getMBeanServerConnection();
    var registered = new ObjectName(REGISTERED);
    own = !connection.isRegistered(registered);
    bean = own ? new ObjectName(REGISTERED + ",by=" + ProcessHandle.current().pid()) : registered;
    if (own) {
      var unused = connection.createMBean(Inspection.class.getName(), bean);
    }
  }

  /** Sets for how long a JVM may take to answer. */
  static void patience(int millis) {
    System.setProperty(PATIENCE, Integer.toString(millis));
  }

  /** Looks into the JVM with this process id. */
  static RunningJvm attach(long pid) {
    if (ProcessHandle.of(pid).isEmpty()) {
      throw CommandException.failed("there is no process " + pid);
    }
    try {
      var vm = VirtualMachine.attach(Long.toString(pid));
      try {
        boolean marked = vm.getSystemProperties().containsKey(Jvms.MARK);
        return connect(pid, address(vm), marked);
      } finally {
        vm.detach();
      }
    } catch (AttachOperationFailedException e) {
      throw CommandException.failed(
          "process " + pid + " can't be looked into: its JVM has no module jdk.management.agent",
          e);
    } catch (AttachNotSupportedException e) {
      throw CommandException.failed("process " + pid + " is no JVM, or one that doesn't answer", e);
    } catch (IOException e) {
      throw CommandException.failed(
          "process " + pid + " can't be looked into: " + reason(pid, e), e);
    }
  }

  private static String reason(long pid, IOException failure) {
    var owner = ProcessHandle.of(pid).flatMap(process -> process.info().user());
    var self = ProcessHandle.current().info().user();
    return owner.isPresent() && !owner.equals(self)
        ? "it belongs to " + owner.get()
        : String.valueOf(failure.getMessage());
  }

  private static String address(VirtualMachine vm) throws IOException {
    var known = vm.getAgentProperties().getProperty(ADDRESS);
    return known != null ? known : vm.startLocalManagementAgent();
  }

  @SuppressWarnings("BanJNDI") // the address is that of a process of the same user, on this machine
  private static RunningJvm connect(long pid, String address, boolean marked) throws IOException {
    var connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
    boolean done = false;
    try {
      var jvm = new RunningJvm(pid, connector);
      done = true;
      return jvm;
    } catch (ReflectionException e) {
      throw CommandException.failed(
          marked
              ? "process "
                  + pid
                  + " hides Weft from the system's class loader: it has to register"
                  + " a weft.jmx.Inspection, see its documentation"
              : "process " + pid + " is a JVM without Weft",
          e);
    } catch (JMException e) {
      throw CommandException.failed("process " + pid + " can't be looked into: " + e, e);
    } finally {
      if (!done) connector.close();
    }
  }

  /** Asks; a JVM that has ended meanwhile is an {@link EndedException}. */
  <T> T ask(Function<InspectionMBean, T> question) throws EndedException {
    try {
      return question.apply(JMX.newMBeanProxy(connection, bean, InspectionMBean.class));
    } catch (JMRuntimeException e) {
      throw CommandException.failed("process " + pid + " could not answer: " + e.getMessage(), e);
    } catch (RuntimeException e) { // the proxy wraps what goes wrong on the line
      if (e.getCause() instanceof IOException) throw new EndedException();
      if (e.getCause() instanceof InstanceNotFoundException) throw new EndedException();
      throw e;
    }
  }

  /** The JVM has ended. */
  static final class EndedException extends Exception {
    private static final long serialVersionUID = 1;

    private EndedException() {
      super("the process has ended");
    }
  }

  @Override
  public void close() {
    try (connector) {
      if (own) connection.unregisterMBean(bean);
    } catch (IOException | JMException e) {
      // it has ended, and the bean with it
    }
  }
}
