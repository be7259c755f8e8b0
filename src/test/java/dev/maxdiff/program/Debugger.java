package dev.maxdiff.program;

import com.sun.jdi.ArrayType;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.InternalException;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VMOutOfMemoryException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.LocatableEvent;
import com.sun.jdi.event.MethodExitEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodExitRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stops a running program at a place in its code, with all its threads, in order to kill it there
 * or to make that place fail. A test thus reaches every step, and the product needs no hook.
 */
final class Debugger implements AutoCloseable {

  /** The required option of the program's JVM. */
  static final String OPTION =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";

  private static final Pattern LISTENING =
      Pattern.compile("Listening for transport dt_socket at address: (\\d+)");
  private static final String HALT = "halt";
  private static final int PIECE = 4 << 20;

  /**
   * A place in the code.
   *
   * @param leaving true for the return of the method, false for its entry
   * @param argument text that one of the arguments must contain; empty for any arguments
   * @param time number of the matching call, from 1
   */
  record Place(String type, String method, boolean leaving, String argument, int time) {

    /** A renamed method must fail here: the halt at a method that does not exist never comes. */
    Place {
      boolean known =
          Arrays.stream(loaded(type).getDeclaredMethods())
              .anyMatch(declared -> declared.getName().equals(method));
      if (!known) {
        throw new IllegalArgumentException("no method " + method + " in " + type);
      }
    }

    private static Class<?> loaded(String type) {
      try {
        return Class.forName(type, false, Place.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new IllegalArgumentException("no class " + type, e);
      }
    }

    static Place entering(String type, String method) {
      return new Place(type, method, false, "", 1);
    }

    static Place leaving(String type, String method) {
      return new Place(type, method, true, "", 1);
    }

    Place with(String text) {
      return new Place(type, method, leaving, text, time);
    }

    Place forTheSecondTime() {
      return new Place(type, method, leaving, argument, 2);
    }
  }

  private final Program program;
  private final VirtualMachine machine;

  private Debugger(Program program, VirtualMachine machine) {
    this.program = program;
    this.machine = machine;
    Thread pump = new Thread(this::pump, "debugger");
    pump.setDaemon(true);
    pump.start();
  }

  /** Attaches to a program that was started with {@link #OPTION}. */
  static Debugger attach(Program program) {
    program.await("a port for the debugger", () -> LISTENING.matcher(program.output()).find());
    Matcher port = LISTENING.matcher(program.output());
    if (!port.find()) {
      throw new AssertionError("no port: " + program.output());
    }
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(one -> one.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(port.group(1));
    try {
      return new Debugger(program, connector.attach(arguments));
    } catch (Exception e) {
      throw new AssertionError("cannot attach to " + program.pid(), e);
    }
  }

  /** Stops the program when it next reaches this place. */
  Halt at(Place place) {
    Halt halt = new Halt(place);
    List<ReferenceType> loaded = machine.classesByName(place.type);
    loaded.forEach(halt::arm);
    if (loaded.isEmpty()) {
      ClassPrepareRequest loading = machine.eventRequestManager().createClassPrepareRequest();
      loading.addClassFilter(place.type);
      halt.enable(loading);
    }
    return halt;
  }

  /** Fills the program's heap and keeps all allocated memory reachable. */
  void exhaustHeap() {
    ArrayType bytes = (ArrayType) machine.classesByName("byte[]").get(0);
    try {
      while (true) {
        bytes.newInstance(PIECE).disableCollection();
      }
    } catch (VMDisconnectedException | InternalException | VMOutOfMemoryException e) {
      // the heap is full
    }
  }

  private void pump() {
    try {
      while (true) {
        EventSet events = machine.eventQueue().remove();
        boolean stopped = false;
        for (Event event : events) {
          stopped |= isHalted(event);
        }
        if (!stopped) {
          events.resume();
        }
      }
    } catch (VMDisconnectedException e) {
      // the program has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isHalted(Event event) {
    Object halt = event.request() == null ? null : event.request().getProperty(HALT);
    if (halt instanceof Halt arming && event instanceof ClassPrepareEvent prepared) {
      arming.arm(prepared.referenceType());
    } else if (halt instanceof Halt waiting && event instanceof LocatableEvent hit) {
      return waiting.reach(hit);
    }
    return false;
  }

  /** Detaches; the program continues. */
  @Override
  public void close() {
    try {
      machine.dispose();
    } catch (VMDisconnectedException e) {
      // it has ended
    }
  }

  /** A stop of the whole program at a place, once. */
  final class Halt {

    private final Place place;
    private final List<EventRequest> requests = new ArrayList<>();
    private final CompletableFuture<ThreadReference> reached = new CompletableFuture<>();
    private int times;

    private Halt(Place place) {
      this.place = place;
    }

    private void arm(ReferenceType type) {
      List<Method> methods = type.methodsByName(place.method);
      if (methods.isEmpty()) {
        reached.completeExceptionally(new AssertionError("there is no " + place));
      } else if (place.leaving) {
        MethodExitRequest leaving = machine.eventRequestManager().createMethodExitRequest();
        leaving.addClassFilter(type);
        enable(leaving);
      } else {
        methods.stream()
            .map(Method::location)
            .map(machine.eventRequestManager()::createBreakpointRequest)
            .forEach(this::enable);
      }
    }

    private void enable(EventRequest request) {
      requests.add(request);
      request.putProperty(HALT, this);
      request.setSuspendPolicy(EventRequest.SUSPEND_ALL);
      request.enable();
    }

    private boolean reach(LocatableEvent hit) {
      boolean anotherMethod =
          hit instanceof MethodExitEvent exit && !exit.method().name().equals(place.method);
      if (anotherMethod || reached.isDone() || !matchesArgument(hit.thread())) {
        return false;
      }
      times++;
      if (times < place.time) {
        return false;
      }
      requests.forEach(EventRequest::disable);
      return reached.complete(hit.thread());
    }

    private boolean matchesArgument(ThreadReference thread) {
      if (place.argument.isEmpty()) {
        return true;
      }
      try {
        for (Value argument : thread.frame(0).getArgumentValues()) {
          if (argument instanceof ObjectReference object
              && text(object, thread).contains(place.argument)) {
            return true;
          }
        }
        return false;
      } catch (Exception e) {
        throw new AssertionError("cannot read the arguments of " + place, e);
      }
    }

    private String text(ObjectReference object, ThreadReference thread) throws Exception {
      Method method =
          object.referenceType().methodsByName("toString", "()Ljava/lang/String;").get(0);
      Value text =
          object.invokeMethod(thread, method, List.of(), ObjectReference.INVOKE_SINGLE_THREADED);
      return text instanceof StringReference string ? string.value() : "";
    }

    /** Waits until the program has stopped at the place. */
    Halt await() {
      try {
        reached.get(Program.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return this;
      } catch (Exception e) {
        throw new AssertionError("not reached: " + place + "\n" + program.output(), e);
      }
    }

    /** Kills the program at the place by SIGKILL. */
    void kill() {
      await();
      program.signal("KILL");
      program.exitCode();
    }

    /** Throws an exception at the place and lets the program continue. */
    void fail(String throwable, String message) {
      await();
      ThreadReference thread = reached.join();
      try {
        ClassType type = (ClassType) machine.classesByName(throwable).get(0);
        Method constructor = type.concreteMethodByName("<init>", "(Ljava/lang/String;)V");
        thread.stop(
            type.newInstance(
                thread,
                constructor,
                List.of(machine.mirrorOf(message)),
                ObjectReference.INVOKE_SINGLE_THREADED));
      } catch (Exception e) {
        throw new AssertionError("cannot throw at " + place, e);
      }
      machine.resume();
    }
  }
}
