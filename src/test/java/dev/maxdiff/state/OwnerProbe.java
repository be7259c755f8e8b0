package dev.maxdiff.state;

import dev.maxdiff.domain.Venue;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that tries to own the directories {@code ROOT/0}, {@code ROOT/1}…, each as soon as it
 * appears, and prints the result. It continues with the next directory when {@code ROOT/done-i}
 * appears.
 */
final class OwnerProbe {

  private OwnerProbe() {}

  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    System.out.println("ready");
    for (int i = 0; i < rounds; i++) {
      spinUntil(root.resolve(Integer.toString(i)));
      StateDirectory directory = null;
      DirectoryLock lock = null;
      try {
        directory = StateDirectory.open(root.resolve(Integer.toString(i)), Venue.EMBEDDED, "");
        lock = DirectoryLock.acquire(directory);
        System.out.println(i + " owner " + directory.identity().uuid());
      } catch (OwnedElsewhereException e) {
        System.out.println(i + " refused " + e.getMessage());
      }
      spinUntil(root.resolve("done-" + i));
      if (lock != null) {
        lock.close();
      }
    }
  }

  private static void spinUntil(Path path) {
    while (!Files.exists(path)) {
      Thread.onSpinWait();
    }
  }
}
