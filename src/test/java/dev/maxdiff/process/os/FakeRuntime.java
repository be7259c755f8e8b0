package dev.maxdiff.process.os;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.maxdiff.process.ChildProgram;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.sentinel.SentinelIT;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A runtime in a JVM of its own, for the tests that kill it: runs a watcher for each given script
 * in the given directory, and waits until it is killed.
 */
public final class FakeRuntime {

  private FakeRuntime() {}

  public static Process start(Path directory, RuntimeMark mark, List<String> scripts)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), FakeRuntime.class.getName()));
    command.addAll(List.of(directory.toString(), mark.toString()));
    command.addAll(scripts);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(Redirect.to(directory.resolve("runtime.log").toFile()))
        .start();
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    RuntimeMark mark = RuntimeMark.parse(arguments[1]).orElseThrow();
    ProcessSettings settings = RealChildren.settings("native", "2s");
    ChildProgram program = ChildProgram.extract(directory.resolve("program"));
    RealChildren children =
        new RealChildren(ActorTestKit.create(), directory, settings, mark, program);
    for (int i = 2; i < arguments.length; i++) {
      children.runner.run(children.launch(SentinelIT.slot(i), 1, arguments[i]));
    }
    new CountDownLatch(1).await();
  }
}
