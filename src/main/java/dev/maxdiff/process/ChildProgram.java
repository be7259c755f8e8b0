package dev.maxdiff.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundled watcher program as files of a state directory: its jar, and the class-data archive
 * that lets it start faster. Both names carry what they were made from, so they are made once.
 */
public final class ChildProgram {

  private static final Logger LOG = LoggerFactory.getLogger(ChildProgram.class);
  private static final String RESOURCE = "/maxdiff-child.jar";
  private static final String WATCHER = "dev.maxdiff.watch.WatcherChild";
  private static final int HASH_DIGITS = 12;
  private static final long ARCHIVE_SECONDS = 60;

  private final Path jar;
  private final Path archive;

  private ChildProgram(Path jar, Path archive) {
    this.jar = jar;
    this.archive = archive;
  }

  /**
   * Puts the jar into {@code directory} unless it is there.
   *
   * @throws IOException when it cannot be written, or this build carries no child
   */
  public static ChildProgram extract(Path directory) throws IOException {
    byte[] bytes;
    try (InputStream resource = ChildProgram.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IOException(RESOURCE + " is not on the class path (expected: mvn compile ran)");
      }
      bytes = resource.readAllBytes();
    }
    String hash = hash(bytes);
    Files.createDirectories(directory);
    Path jar = directory.toAbsolutePath().resolve("maxdiff-child-" + hash + ".jar");
    if (!Files.exists(jar) || Files.size(jar) != bytes.length) {
      write(jar, bytes);
    }
    String java = hash((hash + System.getProperty("java.vm.version") + javaHome()).getBytes());
    return new ChildProgram(jar, jar.resolveSibling("maxdiff-child-" + java + ".jsa"));
  }

  /** Program and leading arguments of a watcher. Uses the archive as soon as it exists. */
  public List<String> command() {
    List<String> command = java("-Xmx32m");
    if (Files.exists(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.addAll(List.of("-cp", jar.toString(), WATCHER));
    return command;
  }

  /** The command of the sentinel of the runtime with this mark. */
  public List<String> sentinelCommand(RuntimeMark mark, ProcessSettings settings) {
    List<String> command = java("-Xmx16m");
    command.addAll(
        List.of(
            "-cp",
            jar.toString(),
            Sentinel.class.getName(),
            mark.toString(),
            Long.toString(settings.heartbeatTimeout().toMillis()),
            Long.toString(settings.sentinelGrace().toMillis())));
    return command;
  }

  /**
   * Makes the class-data archive unless it exists, about a second of work in the background. A
   * failure is logged and harms nothing: children start without it.
   *
   * @param mark under which a sweep finds the process that makes it
   */
  public void makeArchive(RuntimeMark mark) {
    if (!Files.exists(archive)) {
      new DaemonThread(() -> makeArchiveNow(mark), "maxdiff-archive").start();
    }
  }

  private void makeArchiveNow(RuntimeMark mark) {
    Path made = archive.resolveSibling(archive.getFileName() + "." + mark.incarnation());
    try {
      List<String> command = java("-Xmx32m");
      command.add("-XX:ArchiveClassesAtExit=" + made);
      command.addAll(List.of("-cp", jar.toString(), WATCHER, "--warm-up"));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.redirectInput(new File("/dev/null"));
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(new ChildEnvironment(System.getenv(), mark).ofHelper());
      Process process = builder.start();
      if (!process.waitFor(ARCHIVE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      } else if (process.exitValue() == 0 && Files.exists(made)) {
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        LOG.debug("Class-data archive {} made", archive);
      }
      Files.deleteIfExists(made);
    } catch (IOException e) {
      LOG.warn("Children start without a class-data archive: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> java(String heap) {
    return new ArrayList<>(
        List.of(
            Path.of(javaHome(), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            heap,
            "-Xss256k",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            // pages of an archive that is mapped where it was made are shared between the children
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            // the JVM wakes up for its own housekeeping four or five times a second, which is more
            // than most watchers do; what must be done is done at safepoints, and once a minute
            "-XX:GuaranteedSafepointInterval=0",
            "-XX:AsyncDeflationInterval=0",
            // none of these is needed: a JVM that does not know one shall start nevertheless
            "-XX:+IgnoreUnrecognizedVMOptions",
            // an archive that does not fit is passed over without a word in the watcher's log
            "-Xlog:disable",
            "-Xlog:all=error:stderr"));
  }

  private static String javaHome() {
    return System.getProperty("java.home");
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path temporary = Files.createTempFile(file.getParent(), "maxdiff-child-", ".tmp");
    Files.write(temporary, bytes);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "%064x".formatted(new BigInteger(1, digest)).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
