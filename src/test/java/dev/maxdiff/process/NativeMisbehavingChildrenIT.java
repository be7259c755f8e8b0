package dev.maxdiff.process;

import static dev.maxdiff.process.os.RealChildren.SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.process.WatcherRunner.LaunchFailed;
import dev.maxdiff.process.os.RealChildren;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of {@code LinuxSystem}, and claims that need a spawn without a wrapper. */
class NativeMisbehavingChildrenIT extends MisbehavingChildrenContract {

  private static final int MORE_THAN_AN_ARGUMENT_MAY_HAVE = 200_000;

  @Override
  String spawn() {
    return "native";
  }

  @Test
  void p11ARefusedExecutionIsNamedWithItsCause() throws IOException {
    String lost = executable("lost.sh", "#!/no/such/interpreter\n");
    String words = executable("words.txt", "neither a program nor a script\n");

    assertThat(refusal(1, lost)).startsWith("command: " + lost).contains("No such file");
    assertThat(refusal(2, words)).startsWith("command: " + words).contains("Exec format error");
    assertThat(refusal(3, "/bin/echo", "x".repeat(MORE_THAN_AN_ARGUMENT_MAY_HAVE)))
        .startsWith("command: /bin/echo (")
        .contains("Argument list too long");
  }

  private String refusal(long generation, String... command) {
    children.runner.run(new Launch(SLOT, generation, List.of(command), Map.of(), children.log()));
    return children.owner.expectMessageClass(LaunchFailed.class, RealChildren.PATIENCE).reason();
  }

  private String executable(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"))
        .toString();
  }
}
