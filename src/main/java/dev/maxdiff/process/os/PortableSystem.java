package dev.maxdiff.process.os;

import dev.maxdiff.state.OwnerOnly;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Any system through the JDK, with a {@code setsid} program where it exists. The JVM reaps the
 * children. Nothing is adopted, so escapees are found by their mark alone.
 */
final class PortableSystem implements OperatingSystem {

  private final ProcFs proc;
  private final GroupTable groups;
  private final Optional<String> setsid =
      Stream.of("/usr/bin/setsid", "/bin/setsid")
          .filter(program -> Files.isExecutable(Path.of(program)))
          .findFirst();

  PortableSystem(ProcFs proc) {
    this.proc = proc;
    this.groups = new GroupTable(proc);
  }

  @Override
  public OwnProcess spawn(SpawnRequest request) throws IOException {
    List<String> command = new ArrayList<>(request.command());
    command.set(0, request.check().toString());
    setsid.ifPresent(program -> command.add(0, program));
    OwnerOnly.create(request.log());
    Redirect log = Redirect.appendTo(request.log().toFile());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(request.pipe() ? Redirect.PIPE : Redirect.from(new File("/dev/null")))
            .redirectOutput(request.pipe() ? Redirect.PIPE : log)
            .redirectError(log);
    if (request.directory() != null) {
      builder.directory(request.directory().toFile());
    }
    builder.environment().clear();
    builder.environment().putAll(request.environment());
    Process process = builder.start();
    int pid = (int) process.pid();
    ProcessIdentity identity =
        proc.identity(pid).orElseGet(() -> new ProcessIdentity(pid, 0, proc.bootId()));
    return new PortableProcess(process, identity, request.pipe(), groups);
  }

  @Override
  public void reap(Collection<ProcessIdentity> ended) {
    // the JVM and init reap
  }

  @Override
  public void reapAdopted() {
    // nothing is adopted
  }

  @Override
  public void close() {
    // no threads of its own
  }
}
