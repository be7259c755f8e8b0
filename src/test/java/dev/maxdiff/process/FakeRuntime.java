package dev.maxdiff.process;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A runtime in a JVM of its own, for the tests that kill it: runs three watchers in the given
 * directory, each awkward in one way, and waits for ever.
 */
final class FakeRuntime {

  private FakeRuntime() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    RuntimeMark mark = RuntimeMark.parse(arguments[1]).orElseThrow();
    ProcessSettings settings = RealChildren.settings("native", "2s");
    var sentinel =
        ChildProgram.extract(directory.resolve("program")).sentinelCommand(mark, settings);
    RealChildren children =
        new RealChildren(ActorTestKit.create(), directory, settings, mark, sentinel);
    for (int i = 0; i < 3; i++) {
      children.runner.run(children.launch(SentinelIT.slot(i), 1, SentinelIT.SCRIPTS.get(i)));
    }
    new CountDownLatch(1).await();
  }
}
